#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#endif

extension Diagnosis {
  /// The name of the processor's model; nil where the system does not say.
  static var processorName: String? {
    #if os(Linux)
    let lines = SystemFile.text("/proc/cpuinfo")?.split(separator: "\n")
    let name = lines?.first { $0.hasPrefix("model name") }?.split(separator: ":").dropFirst().first
    return name.map { String($0.trimmingPrefix(while: \.isWhitespace)) }
    #else
    var length = 0
    guard sysctlbyname("machdep.cpu.brand_string", nil, &length, nil, 0) == 0 else { return nil }
    var name = [CChar](repeating: 0, count: length)
    guard sysctlbyname("machdep.cpu.brand_string", &name, &length, nil, 0) == 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #endif
  }
}

/// Files in which Linux says what it is.
enum SystemFile {
  /// Returns the text of a file; nil where there is none.
  static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
