#if canImport(Accelerate)
import Accelerate
#else
import CPlateauKernels
import COpenBLAS
#if canImport(Glibc)
import Glibc
#endif
#endif

/// Facts about the system BLAS that products run on.
public enum BLAS {
  #if canImport(Accelerate)
  static func size(_ value: Int) -> Int32 { Int32(value) }
  #else
  static func size(_ value: Int) -> blasint { blasint(value) }
  #endif

  /// The name of the library and of the kernel it chose for this processor.
  public static var name: String {
    #if canImport(Accelerate)
    "Accelerate"
    #else
    prepare()
    return "OpenBLAS " + String(cString: openblas_get_config())
    #endif
  }

  /// What a user should know of the kernels that products run on, in a sentence; nil where they are
  /// those for AVX2, which are fast and give an example the same bits in every batch.
  ///
  /// Always nil where the processor is no x86-64.
  public static var caution: String? {
    #if canImport(Accelerate) || !arch(x86_64)
    nil
    #else
    prepare()
    guard let kernels = plateau_blas_kernels() else { return nil }
    return caution(
      kernels: String(cString: kernels),
      isRequested: getenv("OPENBLAS_CORETYPE") != nil, hasAVX2: plateau_has_avx2() != 0)
    #endif
  }

  /// The caution for kernels by their name.
  ///
  /// - Parameters:
  ///   - kernels: The name that OpenBLAS gives them.
  ///   - isRequested: Whether `OPENBLAS_CORETYPE` asked for them.
  ///   - hasAVX2: Whether the processor has AVX2 and fused multiply-add.
  /// - Returns: One or two sentences; nil where there is nothing to say.
  package static func caution(kernels: String, isRequested: Bool, hasAVX2: Bool) -> String? {
    // Those of Zen are those of Haswell with other block sizes.
    if ["haswell", "zen"].contains(kernels.lowercased()) { return nil }
    let found = "OpenBLAS runs its kernels '\(kernels)'"
    let remedy =
      isRequested
      ? ", as OPENBLAS_CORETYPE asks. Unset it, or set it to 'Haswell'."
      : ", and cannot be asked for others. Install one that chooses at run time (DYNAMIC_ARCH), "
        + "such as Debian's libopenblas0-pthread."
    if ["skylakex", "cooperlake", "sapphirerapids"].contains(kernels.lowercased()) {
      return "The last bits of an example's results may depend on the others in its batch: "
        + found + remedy
    }
    guard hasAVX2 else {
      return "Products are several times slower than on a processor with AVX2, which this one has "
        + "not: \(found)."
    }
    return "Products are several times slower than this processor allows: " + found + remedy
  }

  /// Restricts the library to the calling thread, and to kernels whose sums do not depend on the
  /// number of rows, once; parallelism is ours, above it.
  ///
  /// The first product does it by itself. The settings of OpenBLAS are global, and its kernels are
  /// exchanged: a program in which other threads multiply with OpenBLAS by themselves calls this
  /// before they do.
  @inline(__always)
  public static func prepare() { _ = once }

  private static let once: Void = {
    #if canImport(Accelerate)
    BLASSetThreading(BLAS_THREADING_SINGLE_THREADED)
    #else
    if plateau_has_avx2() != 0 { plateau_choose_blas_kernels() }
    openblas_set_num_threads(1)
    #endif
  }()
}
