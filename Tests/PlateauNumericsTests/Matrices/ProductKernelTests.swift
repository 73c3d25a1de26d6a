import CPlateauKernels
import Foundation
import GoldenValues
import PlateauNumerics
import Testing

@Suite("The kernels of the BLAS")
struct ProductKernelTests {
  /// Whether the kernels are our choice: not the user's, and not a library's of another platform.
  private static var isOurs: Bool {
    plateau_has_avx2() != 0 && ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil
  }

  @Test(.enabled(if: isOurs, "OPENBLAS_CORETYPE is set, or there is no AVX2"))
  func `a processor with AVX2 gets those for it`() {
    #expect(BLAS.name.contains("Haswell"))
    #expect(BLAS.caution == nil)
    #expect(ProductSums.areIndependentOfRows)
  }

  @Test func `those for AVX2 need no caution`() {
    for kernels in ["Haswell", "Zen"] {
      #expect(BLAS.caution(kernels: kernels, isRequested: false, hasAVX2: true) == nil)
      #expect(BLAS.caution(kernels: kernels, isRequested: true, hasAVX2: true) == nil)
    }
  }

  @Test func `slow ones are named with what to do`() {
    #expect(
      BLAS.caution(kernels: "Prescott", isRequested: true, hasAVX2: true)
        == "Products are several times slower than this processor allows: OpenBLAS runs its kernels "
        + "'Prescott', as OPENBLAS_CORETYPE asks. Unset it, or set it to 'Haswell'.")
    #expect(
      BLAS.caution(kernels: "Prescott", isRequested: false, hasAVX2: true)
        == "Products are several times slower than this processor allows: OpenBLAS runs its kernels "
        + "'Prescott', and cannot be asked for others. Install one that chooses at run time "
        + "(DYNAMIC_ARCH), such as Debian's libopenblas0-pthread.")
    #expect(
      BLAS.caution(kernels: "Nehalem", isRequested: false, hasAVX2: false)
        == "Products are several times slower than on a processor with AVX2, which this one has not: "
        + "OpenBLAS runs its kernels 'Nehalem'.")
  }

  @Test func `those for AVX-512 are said to mix examples`() {
    #expect(
      BLAS.caution(kernels: "SkylakeX", isRequested: true, hasAVX2: true)
        == "The last bits of an example's results may depend on the others in its batch: OpenBLAS "
        + "runs its kernels 'SkylakeX', as OPENBLAS_CORETYPE asks. Unset it, or set it to 'Haswell'."
    )
  }
}
