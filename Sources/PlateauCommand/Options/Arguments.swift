public import ArgumentParser
public import Plateau

/// A word of the command line, read whatever its capitals.
public protocol WordArgument: ExpressibleByArgument, RawRepresentable, CaseIterable
where RawValue == String {}

extension WordArgument {
  /// The word that the text is, in small letters or capitals.
  public init?(argument: String) {
    let wanted = argument.lowercased()
    guard let word = Self.allCases.first(where: { $0.rawValue.lowercased() == wanted }) else {
      return nil
    }
    self = word
  }

  /// All words, for help and messages.
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }

  /// What help shows as a default.
  public var defaultValueDescription: String { rawValue }
}

// The words of these are the same on the command line, in records and in the library.
extension Verdict: WordArgument {}
extension Norm: WordArgument {}
extension TargetChoice: WordArgument {}
extension Precision: WordArgument {}
extension LogitLoss: WordArgument {}
extension Activation: WordArgument {
  /// The nonlinearity of a name, in small letters or capitals, with its numbers behind colons.
  public init?(argument: String) { self.init(argument, ignoresCase: true) }
}
extension CertificationMethod: WordArgument {}
