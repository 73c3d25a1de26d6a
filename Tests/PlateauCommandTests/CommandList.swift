import Foundation

/// The commands and their options, as the parser itself lists them.
struct CommandList: Decodable {
  /// One command.
  struct Command: Decodable {
    /// A name of an option.
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    /// An argument or option.
    struct Argument: Decodable {
      let kind: String
      let names: [Name]?
    }
    let commandName: String
    let arguments: [Argument]?
    let subcommands: [Command]?

    /// The options of the command and those below it: `attack --epsilon`.
    func options(below path: [String]) -> [String] {
      let own = (arguments ?? []).filter { $0.kind != "positional" }
        .compactMap { $0.names?.first { $0.kind == "long" }?.name }
        .filter { $0 != "help" && $0 != "version" }
        .map { (path + ["--" + $0]).joined(separator: " ") }
      return own
        + (subcommands ?? []).flatMap { $0.options(below: path + [$0.commandName]) }
    }
  }
  let command: Command

  /// Every option of every command, with the command.
  static func options() throws -> [String] {
    let result = try Tool.run(["--experimental-dump-help"], in: NSTemporaryDirectory())
    let list = try JSONDecoder().decode(CommandList.self, from: Data(result.output.utf8))
    return list.command.options(below: [])
  }
}
