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
    let lines = SystemFile.text("/proc/meminfo")?.split(separator: "\n") ?? []
    func field(_ name: String) -> Int? {
      guard let line = lines.first(where: { $0.hasPrefix(name + ":") }) else { return nil }
      let words = line.split(separator: " ")
      return words.count > 1 ? Int(words[1]).map { $0 << 10 } : nil
    }
    total = field("MemTotal")
    available = field("MemAvailable")
    // "max" where there is no limit.
    if let limit = SystemFile.text("/sys/fs/cgroup/memory.max").flatMap({
      Int($0.prefix { $0.isNumber })
    }
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
}
