import ArgumentParser
import Plateau

/// The command `plateau`.
struct PlateauTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plateau",
    abstract: "Train saturating networks, attack them, and tell which robustness is real.",
    discussion: """
      Results go to standard output, progress to standard error. The exit status is 0 for \
      success, 1 for failure, and 2 for wrong usage or bad input.

      An option that makes no difference to what is asked for is refused, and never ignored. Only \
      --seed, --threads and --quiet, which say how to run and not what, are always taken.
      """,
    version: BuildDescription.current.text,
    subcommands: [
      Reproduce.self, Train.self, Attack.self, AuditCommand.self, Certify.self, Analyze.self,
      Evaluate.self,
      Predict.self,
      Info.self, Doctor.self, Convert.self, Report.self,
      DataCommand.self,
    ])
}
