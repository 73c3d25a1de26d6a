// The options of training, of commands on files, and of the reproduction.
extension OptionTable {
  static let training: Entries = {
    func run(_ output: String, _ more: String...) -> [String] {
      [
        "train", "--preset", "saturating-sigmoid", "--data", "small.npz", "--set",
        "data.validation=100", "--set", "training.epochs=1", "--set", "network.widths=[4]",
        "--output", output,
      ] + more
    }
    let entries: Entries = [
      ("--data", [.changes(run("t1"), run("t2", "--data", "test.npz"))]),
      (
        "--data-dir",
        [
          .refused(
            run("t3", "--data-dir", "digits"),
            "Error: --data-dir digits says where mnist and cifar10 are looked for, but the data is "
              + "'small.npz'. Leave it out.\n")
        ]
      ),
      (
        "--preset",
        [
          .changes(run("t4"), run("t5", "--preset", "certified-sigmoid")),
          .refused(
            run("t6", "config.yaml"), "Give a configuration or --preset, not both."),
        ]
      ),
      (
        "--set",
        [
          .changes(run("t7"), run("t8", "--set", "training.epochs=2")),
          .refused(
            run("t9", "--set", "data.source=x"),
            "--data and --set data.source=x set the same value. Give one of them."),
        ]
      ),
      (
        "--seed",
        [
          .changes(run("t10"), run("t11", "--seed", "3")),
          .refused(
            run("t12", "--set", "seed=4", "--seed", "3"),
            "--seed and --set seed=4 set the same value. Give one of them."),
        ]
      ),
      ("--output", [.writes(run("t13"), "t13/model.safetensors")]),
      (
        "--resume",
        [.writes(run("t14"), "t14/config.yaml"), .changes(run("t14"), run("t14", "--resume"))]
      ),
      ("--threads", [.changes(run("t15"), run("t16", "--threads", "0"))]),
      ("--quiet", [.changes(run("t17"), run("t18", "--quiet"))]),
      ("--protocol", [.changes(run("t19"), run("t20", "--protocol", "1"))]),
    ]
    return entries.map { ("train \($0.0)", $0.1) }
  }()

  static let others: Entries = {
    func predict(_ output: String, _ more: String...) -> [String] {
      ["predict", "run", "--inputs", "test.npy", "--output", output] + more
    }
    let missing = "Error: There is no file 'none.json'. Check the path.\n"
    func export(_ more: String...) -> [String] {
      ["data", "export", "small.npz", "--output", "out.npz"] + more
    }
    func parts(_ command: [String]) -> Entries {
      part(command).map { ("\(command[0]) \($0.0)", $0.1) }
    }
    let graphs =
      parts(predict("p10.npy")) + parts(["info", "run"]) + parts(["convert", "run", "c5.onnx"])
    return graphs + [
      (
        "predict --inputs", [.changes(predict("p1.npy"), predict("p1.npy", "--inputs", "none.npy"))]
      ),
      ("predict --output", [.writes(predict("p2.npy"), "p2.npy")]),
      (
        "predict --precision",
        [.changes(predict("p3.npy"), predict("p3.npy", "--precision", "double"))]
      ),
      (
        "predict --logits",
        [
          .refused(
            predict("p9.npy", "--logits"),
            "Error: 'run' puts out logits itself. Leave out --logits.\n")
        ]
      ),
      ("predict --bounds", [.changes(predict("p4.npy"), predict("p4.npy", "--bounds", "0.7,0.8"))]),
      ("predict --mean", [.changes(predict("p5.npy"), predict("p5.npy", "--mean", "1,2"))]),
      ("predict --std", [.changes(predict("p6.npy"), predict("p6.npy", "--std", "0"))]),
      ("predict --threads", [.runsAlike(predict("p7.npy"), predict("p7.npy", "--threads", "1"))]),
      ("predict --quiet", [.runsAlike(predict("p8.npy"), predict("p8.npy", "--quiet"))]),
      (
        "predict --protocol",
        [.changes(predict("p20.npy"), predict("p20.npy", "--protocol", "1"))]
      ),
      ("info --json", [.changes(["info", "run"], ["info", "run", "--json"])]),
      ("doctor --json", [.triedElsewhere("in the suite of doctor")]),
      ("doctor --data-dir", [.triedElsewhere("in the suite of doctor")]),
      (
        "convert --precision",
        [
          .changes(
            ["convert", "run", "c1.onnx", "--force"],
            ["convert", "run", "c1.onnx", "--force", "--precision", "double"])
        ]
      ),
      (
        "convert --activation",
        [
          .refused(
            ["convert", "run", "c2.onnx", "--activation", "relu"],
            "Error: 'run' says the architecture of its network itself. Leave out --activation and "
              + "--architecture.\n")
        ]
      ),
      (
        "convert --architecture",
        [.refused(["convert", "run", "c3.onnx", "--architecture", "none.json"], missing)]
      ),
      (
        "convert --force",
        [
          .writes(["convert", "run", "c4.onnx"], "c4.onnx"),
          .changes(["convert", "run", "c4.onnx"], ["convert", "run", "c4.onnx", "--force"]),
        ]
      ),
      ("report --output", [.writes(["report", "run", "--output", "page"], "page/index.html")]),
      (
        "data list --data-dir",
        [.changes(["data", "list"], ["data", "list", "--data-dir", "digits"])]
      ),
      (
        "data info --data-dir",
        [
          .changes(["data", "info", "mnist"], ["data", "info", "mnist", "--data-dir", "digits"]),
          .refused(
            ["data", "info", "small.npz", "--data-dir", "digits"],
            "Error: --data-dir digits says where mnist and cifar10 are looked for, but the data is "
              + "'small.npz'. Leave it out.\n"),
        ]
      ),
      (
        "data verify --data-dir",
        [
          .changes(
            ["data", "verify", "mnist"], ["data", "verify", "mnist", "--data-dir", "digits"])
        ]
      ),
      (
        "data export --output",
        [
          .writes(export(), "out.npz"),
          .refused(
            ["data", "export", "small.npz", "--output", "out.npy"],
            "--output is 'out.npy'; give a name that ends in .npz."),
        ]
      ),
      (
        "data export --count",
        [
          .changes(export(), export("--count", "3")),
          .refused(
            export("--count", "0"),
            "--count is 0; give a number of examples, 1 or more."),
        ]
      ),
      (
        "data export --data-dir",
        [
          .changes(
            ["data", "export", "mnist", "--output", "out.npz"],
            ["data", "export", "mnist", "--output", "out.npz", "--data-dir", "digits"])
        ]
      ),
      ("data export --threads", [.runsAlike(export(), export("--threads", "1"))]),
      ("data export --quiet", [.runsAlike(export(), export("--quiet"))]),
      ("data export --protocol", [.changes(export(), export("--protocol", "1"))]),
    ]
  }()

  static let reproduction: Entries = {
    func run(_ more: String...) -> [String] {
      ["reproduce", "--data", "small.npz", "--output", "plan", "--resume"] + more
    }
    func other(_ more: [String], _ kind: String) -> OptionCheck {
      .refused(
        run() + more,
        "Error: 'plan' holds a quick reproduction of seed 0 on 'small.npz' (SUM…), but a \(kind) on "
          + "'small.npz' (SUM…) was asked for. Ask for the same, or choose another output folder.\n"
      )
    }
    let entries: Entries = [
      (
        "--data",
        [
          .changes(
            run("--full"),
            ["reproduce", "--data", "test.npz", "--output", "plan", "--resume", "--full"])
        ]
      ),
      (
        "--data-dir",
        [
          .refused(
            run("--quick", "--data-dir", "digits"),
            "Error: --data-dir digits says where mnist and cifar10 are looked for, but the data is "
              + "'small.npz'. Leave it out.\n")
        ]
      ),
      (
        "--quick",
        [
          other([], "normal reproduction of seed 0"),
          .refused(
            run("--quick", "--full"),
            "--quick takes minutes and --full more than an hour; they exclude each other. Give one of "
              + "them, or neither for the normal reproduction."),
        ]
      ),
      ("--full", [other(["--full"], "full reproduction of seed 0")]),
      ("--seed", [other(["--quick", "--seed", "2"], "quick reproduction of seed 2")]),
      ("--seeds", [other(["--quick", "--seeds", "2"], "quick reproduction of 2 seeds from 0")]),
      (
        "--output",
        [
          .refused(
            ["reproduce", "--data", "small.npz", "--output", "run"],
            "Error: 'run' holds another run. Continue it with --resume, or choose another output "
              + "folder.\n")
        ]
      ),
      (
        "--resume",
        [
          .refused(
            ["reproduce", "--data", "small.npz", "--output", "plan"],
            "Error: 'plan' holds another reproduction. Continue it with --resume, or choose another "
              + "output folder.\n")
        ]
      ),
      ("--json", [.triedElsewhere("a whole reproduction, in the suite of the command line")]),
      ("--threads", [.changes(run("--full"), run("--full", "--threads", "0"))]),
      ("--quiet", [.runsAlike(run("--full"), run("--full", "--quiet"))]),
      (
        "--protocol",
        [
          .refused(
            run("--full", "--protocol", "2"),
            "--protocol is 2; this version speaks 1.")
        ]
      ),
    ]
    return entries.map { ("reproduce \($0.0)", $0.1) }
  }()
}
