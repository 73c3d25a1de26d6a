import PlateauNumerics

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What a run ran on, and what identifies its data.
public struct RunEnvironment: Codable, Sendable, Hashable {
  /// The version of Plateau.
  public var plateau: String
  /// The operating system and the processor's architecture.
  public var system: String
  /// The level of the processor that the kernels used; results do not depend on it.
  public var level: String
  /// The number of threads; results do not depend on it.
  public var threads: Int
  /// The name of the dataset.
  public var data: String
  /// The SHA-256 of the dataset's content.
  public var dataChecksum: String

  /// Describes this process.
  public init(data: String, dataChecksum: String, threads: Int) {
    plateau = plateauVersion
    system = Self.systemName
    level = ProcessorLevel.current.rawValue
    self.threads = threads
    self.data = data
    self.dataChecksum = dataChecksum
  }

  private enum CodingKeys: String, CodingKey {
    case plateau, system, level, threads, data, dataChecksum
  }

  /// Reads a record; those from before there were levels have none.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    plateau = try values.decode(String.self, forKey: .plateau)
    system = try values.decode(String.self, forKey: .system)
    level = try values.decodeIfPresent(String.self, forKey: .level) ?? "unknown"
    threads = try values.decode(Int.self, forKey: .threads)
    data = try values.decode(String.self, forKey: .data)
    dataChecksum = try values.decode(String.self, forKey: .dataChecksum)
  }

  static var systemName: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "unknown" }
    let parts = [text(of: name.sysname), text(of: name.release), text(of: name.machine)]
    return parts.joined(separator: " ")
  }

  private static func text<Tuple>(of characters: Tuple) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// The version of Plateau, the first line of `plateau --version`.
public let plateauVersion = "0.1.0"
