import PlateauNumerics
import Testing

@Suite("Warnings of slow kernels")
struct KernelWarningTests {
  /// Whether OpenBLAS chooses its kernels at run time, and runs those for AVX2.
  private static var hasChoice: Bool { BLAS.caution == nil && BLAS.name.contains("DYNAMIC_ARCH") }

  @Test(.enabled(if: hasChoice, "there are no other kernels to choose, or they run already"))
  func `a command that multiplies warns of kernels that the environment asks for`() throws {
    let place = try Workplace()
    func run(_ arguments: String...) throws -> Tool.Result {
      try Tool.run(arguments, in: place.path, environment: ["OPENBLAS_CORETYPE": "Prescott"])
    }
    let warning =
      "Warning: Products are several times slower than this processor allows: OpenBLAS runs its "
      + "kernels 'Prescott', as OPENBLAS_CORETYPE asks. Unset it, or set it to 'Haswell'.\n"
    #expect(try run("evaluate", "none.onnx", "--data", "small.npz").errors.hasPrefix(warning))
    #expect(try !run("info", "none.onnx").errors.contains("Warning"))
  }
}
