#if canImport(Accelerate)
import Accelerate
#else
import COpenBLAS
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
    plateau_choose_blas_kernels()
    openblas_set_num_threads(1)
    #endif
  }()
}
