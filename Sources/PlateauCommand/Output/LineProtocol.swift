import Plateau
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Speaks with a program that runs this one: a JSON object on each line of standard output.
///
/// What else would go to standard output goes to standard error. See docs/protocol.md.
enum LineProtocol {
  /// The only version so far.
  static let version = 1

  /// Where lines go; below 0 as long as nothing is spoken.
  private static let descriptor = Atomic<Int32>(-1)
  private static let lock = Mutex(())

  /// Whether it is spoken.
  static var isSpoken: Bool { descriptor.load(ordering: .relaxed) >= 0 }

  /// Begins; the first line says which version is spoken.
  static func begin() {
    guard !isSpoken else { return }
    let output = dup(STDOUT_FILENO)
    // Children have no business with it.
    _ = fcntl(output, F_SETFD, FD_CLOEXEC)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    descriptor.store(output, ordering: .relaxed)
    send(Begin(protocol: version, version: plateauVersion))
  }

  /// Writes a line.
  static func send(_ event: some Encodable) {
    guard isSpoken, let line = try? encoder.encode(event) else { return }
    send(line: Array(line))
  }

  /// Writes the line of a record.
  static func send(result record: some Encodable) throws {
    send(
      line: Array(#"{"event":"result","record":"#.utf8) + Array(try encoder.encode(record)) + [
        UInt8(ascii: "}")
      ])
  }

  private static func send(line: [UInt8]) {
    lock.withLock { _ in
      var rest = (line + [UInt8(ascii: "\n")])[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { bytes in
          write(descriptor.load(ordering: .relaxed), bytes.baseAddress, bytes.count)
        }
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

// MARK: - Events

extension LineProtocol {
  /// The first line.
  struct Begin: Encodable {
    var event = "begin"
    let `protocol`: Int
    let version: String
  }

  /// How far the command has come.
  struct Progress: Encodable {
    var event = "progress"
    /// The share that is done, from 0 to 1; nil where it is unknown.
    let share: Double?
    /// What is being done.
    let activity: String
    /// Both and the time left, as a person reads it.
    let text: String
  }

  /// A sentence about what was read or is done.
  struct Sentence: Encodable {
    let event: StandardError.Remark
    let text: String
  }

  /// A step that is done, in words.
  struct Log: Encodable {
    var event = "log"
    let text: String
  }

  /// Logits are asked for: of inputs in `query.npy`, beside the file that stands for the model.
  struct Query: Encodable {
    var event = "query"
    /// Counts from 1.
    let number: Int
    /// The number of inputs.
    let examples: Int
  }

  /// The last line of a command that failed.
  struct Failure: Encodable {
    var event = "error"
    let text: String
    /// The exit status.
    let status: Int32
  }
}
