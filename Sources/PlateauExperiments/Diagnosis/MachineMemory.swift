#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#endif

/// The memory of the machine, in bytes.
public struct MachineMemory: Codable, Sendable, Hashable {
  /// What this process may have in all, limits of a container included.
  public var total: Int?
  /// What is free now, or would be given back; nil where the system does not say.
  public var available: Int?

  /// Asks the system.
  public init() {
    #if os(Linux)
    let lines = Self.text("/proc/meminfo")?.split(separator: "\n") ?? []
    func field(_ name: String) -> Int? {
      guard let line = lines.first(where: { $0.hasPrefix(name + ":") }) else { return nil }
      let words = line.split(separator: " ")
      return words.count > 1 ? Int(words[1]).map { $0 << 10 } : nil
    }
    total = field("MemTotal")
    available = field("MemAvailable")
    // "max" where there is no limit.
    if let limit = Self.text("/sys/fs/cgroup/memory.max").flatMap({ Int($0.prefix { $0.isNumber }) }
    ) {
      total = min(total ?? limit, limit)
      available = available.map { min($0, limit) }
    }
    #else
    var size = UInt64(0)
    var length = MemoryLayout<UInt64>.size
    total = sysctlbyname("hw.memsize", &size, &length, nil, 0) == 0 ? Int(size) : nil
    #endif
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }

  /// The name of the processor's model; nil where the system does not say.
  static var processorName: String? {
    #if os(Linux)
    let line = text("/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").dropFirst().first.map {
      $0.trimmingPrefix(while: \.isWhitespace)
    }
    .map(String.init)
    #else
    var length = 0
    guard sysctlbyname("machdep.cpu.brand_string", nil, &length, nil, 0) == 0 else { return nil }
    var name = [CChar](repeating: 0, count: length)
    guard sysctlbyname("machdep.cpu.brand_string", &name, &length, nil, 0) == 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    #endif
  }
}
