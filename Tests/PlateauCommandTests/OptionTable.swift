/// A check for every option of every command.
enum OptionTable {
  /// The checks, by command and option.
  static let checks: [String: [OptionCheck]] = {
    var all = data(evaluate) + data(analyze) + data(attack) + data(audit) + data(certify)
    all += training + attacks + audits + certificates + others + reproduction
    return Dictionary(all, uniquingKeysWith: +)
  }()

  typealias Entries = [(String, [OptionCheck])]

  static let small = ["--data", "small.npz", "--count", "6"]
  static let evaluate = ["evaluate"]
  static let analyze = ["analyze"]
  static let attack = ["attack", "--attack", "pgd", "--steps", "3", "--epsilon", "0.1"]
  static let audit = ["audit", "--quick", "--epsilon", "0.1"]
  static let certify = ["certify", "--method", "interval", "--epsilon", "0.05"]

  /// The options that choose a part of an ONNX graph.
  static func part(_ command: [String]) -> Entries {
    [
      ("--output-node", ["--output-node", "h"]), ("--fix", ["--fix", "w=test.npy"]),
      ("--draws", ["--draws", "3"]), ("--draw-seed", ["--draw-seed", "1"]),
    ].map {
      (
        $0.0,
        [
          .refused(
            command + $0.1,
            "Error: 'run' is no ONNX file, of which --output-node, --fix, --draws and --draw-seed say what "
              + "is read. Leave them out.\n")
        ]
      )
    }
  }

  // MARK: - Commands with a model and data

  /// The options that say which examples, and how to run and print.
  static func data(_ command: [String]) -> Entries {
    let name = command[0]
    let run = [name, "run"] + command.dropFirst()
    let base = run + small
    var entries: Entries = [
      ("--data", [.changes(base, run + ["--data", "scaled.npz", "--count", "6"])]),
      (
        "--data-dir",
        [
          .changes(
            run + ["--data", "mnist", "--count", "2"],
            run + ["--data", "mnist", "--count", "2", "--data-dir", "digits"]),
          .refused(
            base + ["--data-dir", "digits"],
            "Error: --data-dir digits says where mnist and cifar10 are looked for, but the data is "
              + "'small.npz'. Leave it out.\n"),
        ]
      ),
      (
        "--bounds",
        [
          .changes(
            run + ["--data", "scaled.npz", "--count", "6", "--std", "256"],
            run + ["--data", "scaled.npz", "--count", "6", "--std", "256", "--bounds", "0,256"]),
          .refused(
            run + ["--data", "strokes", "--bounds", "0,255"],
            "Error: 'strokes' has inputs in [0, 1], but [0, 255] was given; bounds are for arrays of "
              + "an npz file. Leave them out.\n"),
        ]
      ),
      ("--mean", [.changes(base, base + ["--mean", "0.4"])]),
      (
        "--std",
        [
          .changes(
            base + ["--json", "--mean", "0.5"], base + ["--json", "--mean", "0.5", "--std", "0.1"])
        ]
      ),
      (
        "--split",
        [
          .changes(base, base + ["--split", "train"]),
          .refused(
            run + ["--data", "test.npz", "--split", "train"],
            "Error: 'test.npz' has no examples to train on, only 200 to test on. Leave out --split "
              + "train.\n"),
        ]
      ),
      ("--count", [.changes(base, run + ["--data", "small.npz", "--count", "5"])]),
      ("--json", [.changes(base, base + ["--json"])]),
      ("--threads", [.runsAlike(base, base + ["--threads", "1"])]),
      ("--quiet", [.runsAlike(base, base + ["--quiet"])]),
      ("--protocol", [.changes(base, base + ["--protocol", "1"])]),
    ]
    entries += part(base)
    if name != "evaluate" {
      let file = ["analyze": "analysis", "attack": "attack", "audit": "audit"][name]
      entries.append(
        ("--output", [.writes(base + ["--output", name], "\(name)/\(file ?? "certificate").json")]))
    }
    return entries.map { ("\(name) \($0.0)", $0.1) }
  }
}
