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
    "OpenBLAS " + String(cString: openblas_get_config())
    #endif
  }

  /// Restricts the library to the calling thread, once; parallelism is ours, above it.
  ///
  /// The setting of OpenBLAS is global: results would otherwise depend on the environment.
  @inline(__always)
  static func useOneThread() { _ = once }

  private static let once: Void = {
    #if canImport(Accelerate)
    BLASSetThreading(BLAS_THREADING_SINGLE_THREADED)
    #else
    openblas_set_num_threads(1)
    #endif
  }()
}
