public import PlateauCertification

/// What came of an instance, as `plateau certify --instances --json` prints it.
public struct InstanceRecord: Codable, Sendable, Hashable {
  /// The answer in the words of the competition, which ask for a counterexample.
  public enum Answer: String, Codable, Sendable, Hashable, CaseIterable {
    /// There is one.
    case sat
    /// There is none: the property holds.
    case unsat
    /// Neither was found, before the time was up.
    case unknown
    /// The time was up.
    case timeout
    /// A file could not be read, or the property is none of the network.
    case error
  }

  /// A file that an instance is of.
  public struct File: Codable, Sendable, Hashable {
    /// The path as the list names it.
    public var path: String
    /// The size in bytes; 0 where it cannot be read.
    public var bytes: Int
    /// The SHA-256 of its content in hexadecimal; empty where it cannot be read.
    public var sha256: String
  }

  /// The number in the list, from 1.
  public var number: Int
  /// The network.
  public var network: File
  /// The property.
  public var property: File
  /// The limit in seconds: that of the list, or that of all where it is less.
  public var limit: Double
  /// The method.
  public var method: CertificationMethod
  /// The seed of random starts of attacks.
  public var seed: UInt64
  /// How far from unsafe the outputs of a counterexample may be as programs compute them.
  public var tolerance: Double
  /// The answer.
  public var answer: Answer
  /// What went wrong, why nothing was found, or what the property is to be warned of; nil where there is
  /// nothing to say.
  public var message: String?
  /// The time that reading both files took, in seconds; that of a network that the instance before had
  /// is not in it.
  public var prepareSeconds: Double
  /// The time that the answer took after that, in seconds.
  public var seconds: Double
  /// The number of subproblems that were bounded.
  public var subproblems: Int

  /// Whether another record is of the same question: files of the same content, asked alike.
  func isSameQuestion(as other: InstanceRecord) -> Bool {
    network.bytes == other.network.bytes && network.sha256 == other.network.sha256
      && property.bytes == other.property.bytes && property.sha256 == other.property.sha256
      && limit == other.limit && method == other.method && seed == other.seed
      && tolerance == other.tolerance
  }
}

/// The records of a whole list.
public struct InstanceReport: Codable, Sendable, Hashable {
  /// One for each instance, in the order of the list.
  public var instances: [InstanceRecord]

  /// Creates a report.
  public init(_ instances: [InstanceRecord]) { self.instances = instances }

  /// How many instances have an answer.
  public func count(of answer: InstanceRecord.Answer) -> Int {
    instances.count { $0.answer == answer }
  }
}
