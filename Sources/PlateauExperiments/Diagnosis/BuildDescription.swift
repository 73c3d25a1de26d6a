package import PlateauNumerics

#if canImport(Glibc)
import Glibc
#endif

/// How this program was built, and what it uses of the processor, as `plateau --version` says it.
package struct BuildDescription: Sendable, Hashable {
  /// How much the compilers optimized.
  package enum Optimization: String, Sendable, Hashable {
    /// Everything.
    case release
    /// The kernels alone, as for tests.
    case debugWithKernels = "debug, kernels optimized"
    /// Nothing: kernels take some fifty times longer.
    case debug
  }

  /// The version of Plateau.
  package var plateau: String
  /// The version of Swift that compiled it.
  package var swift: String
  /// How much was optimized.
  package var optimization: Optimization
  /// The operating system and the architecture that it was compiled for, such as `linux x86_64`.
  package var platform: String
  /// Whether Swift's standard library is inside; nil where it always comes with the system.
  package var isStatic: Bool?
  /// The level in use.
  package var level: ProcessorLevel

  /// This program.
  package static var current: BuildDescription {
    BuildDescription(
      plateau: plateauVersion, swift: compiler, optimization: optimization,
      platform: "\(system) \(architecture)", isStatic: isStatic, level: .current)
  }

  /// The version alone in the first line, then a line for each fact that is known.
  package var text: String {
    var lines = [
      plateau, "compiler: Swift \(swift)", "optimization: \(optimization.rawValue)",
      "platform: \(platform)",
    ]
    if let isStatic { lines.append("standard library: \(isStatic ? "static" : "dynamic")") }
    lines.append("processor level: \(level.rawValue)")
    return lines.joined(separator: "\n")
  }

  static var compiler: String {
    #if compiler(>=6.4)
    "6.4 or later"
    #elseif compiler(>=6.3)
    "6.3"
    #else
    "6.2"
    #endif
  }

  private static var optimization: Optimization {
    var isDebug = false
    // Evaluated in code that is not optimized, and there alone.
    assert(
      {
        isDebug = true
        return true
      }())
    guard isDebug else { return .release }
    return Processor.hasOptimizedKernels ? .debugWithKernels : .debug
  }

  private static var system: String {
    #if os(Linux)
    "linux"
    #elseif os(macOS)
    "macos"
    #else
    "unknown"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
    "x86_64"
    #elseif arch(arm64)
    "arm64"
    #else
    "unknown"
    #endif
  }

  private static var isStatic: Bool? {
    #if canImport(Glibc)
    // Found where it is loaded already, and loaded nowhere.
    guard let library = dlopen("libswiftCore.so", RTLD_LAZY | RTLD_NOLOAD) else { return true }
    dlclose(library)
    return false
    #else
    return nil
    #endif
  }
}
