/// A check for every option of every command.
enum OptionTable {
  /// The checks, by command and option.
  static let checks: [String: [OptionCheck]] = {
    var all = data(evaluate) + data(analyze) + data(attack) + data(audit) + data(certify)
    all += training + attacks + audits + certificates + others + reproduction
    return Dictionary(all, uniquingKeysWith: +)
  }()

  private typealias Entries = [(String, [OptionCheck])]

  private static let small = ["--data", "small.npz", "--count", "6"]
  private static let evaluate = ["evaluate"]
  private static let analyze = ["analyze"]
  private static let attack = ["attack", "--attack", "pgd", "--steps", "3", "--epsilon", "0.1"]
  private static let audit = ["audit", "--quick", "--epsilon", "0.1"]
  private static let certify = ["certify", "--method", "interval", "--epsilon", "0.05"]

  // MARK: - Commands with a model and data

  /// The options that say which examples, and how to run and print.
  private static func data(_ command: [String]) -> Entries {
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
    ]
    if name != "evaluate" {
      let file = ["analyze": "analysis", "attack": "attack", "audit": "audit"][name]
      entries.append(
        ("--output", [.writes(base + ["--output", name], "\(name)/\(file ?? "certificate").json")]))
    }
    return entries.map { ("\(name) \($0.0)", $0.1) }
  }

  private static let attacks: Entries = {
    func run(_ attack: String, _ more: String...) -> [String] {
      ["attack", "run", "--attack", attack, "--epsilon", "0.1", "--json"] + small + more
    }
    /// An option that a strong attack takes, and a weak one does not.
    func pair(_ option: String, _ value: String?, _ user: String, _ other: String, _ users: String)
      -> (String, [OptionCheck])
    {
      let given = [option] + (value.map { [$0] } ?? [])
      return (
        option,
        [
          .changes(run(user), run(user) + given),
          .refused(
            run(other) + given,
            "\(option) makes no difference to \(other). Leave it out; it is for \(users)."),
        ]
      )
    }
    let descents = "fgsm, bim, pgd, mi-fgsm, gradient-descent and gradient-sign"
    let auto = "apgd-ce, apgd-dlr, apgd-t, fab, fab-t"
    let all =
      "bim, pgd, mi-fgsm, gradient-descent, gradient-sign, \(auto), square, hop-skip-jump, cw"
    let entries: Entries = [
      ("--attack", [.changes(run("bim"), run("fgsm"))]),
      ("--norm", [.changes(run("bim"), run("bim", "--norm", "l2"))]),
      ("--epsilon", [.changes(run("bim"), run("bim", "--epsilon", "8/255"))]),
      pair(
        "--gradient", "surrogate", "bim", "square",
        "fgsm, bim, pgd, mi-fgsm, gradient-descent, gradient-sign, \(auto), cw, deepfool, lbfgs and "
          + "standard"),
      (
        "--softness",
        [
          .changes(
            run("bim", "--gradient", "surrogate"),
            run("bim", "--gradient", "surrogate", "--softness", "2")),
          .refused(run("bim", "--softness", "2"), "--softness needs --gradient surrogate."),
        ]
      ),
      (
        "--precision",
        [
          .changes(
            run("square", "--steps", "9"), run("square", "--steps", "9", "--precision", "float"))
        ]
      ),
      pair("--loss", "margin", "bim", "cw", descents),
      (
        "--loss",
        [
          .refused(
            run("bim", "--loss", "logitRatio", "--targeted", "next"),
            "Error: --loss logitRatio needs 4 classes towards a target, but the model has 3. Give "
              + "--loss margin.\n")
        ]
      ),
      pair("--steps", "7", "bim", "fgsm", "\(all), deepfool, lbfgs and noise"),
      pair("--restarts", "2", "pgd", "bim", "pgd, \(auto), square and hop-skip-jump"),
      pair("--relative-step", "0.5", "bim", "mi-fgsm", "bim and pgd"),
      pair("--decay", nil, "pgd", "bim", "pgd"),
      ("--targeted", [.changes(run("bim"), run("bim", "--targeted", "next"))]),
      (
        "--smallest",
        [
          .changes(
            run("pgd", "--epsilon", "0.5"), run("pgd", "--epsilon", "0.5", "--smallest")),
          .refused(
            run("fgsm", "--smallest"),
            "--smallest makes no difference to fgsm. Leave it out; it is for \(all), lbfgs, noise, "
              + "standard and thorough."),
        ]
      ),
      (
        "--every-step",
        [
          .changes(run("bim", "--epsilon", "0.5"), run("bim", "--epsilon", "0.5", "--every-step")),
          .refused(
            run("fgsm", "--every-step"),
            "--every-step makes no difference to fgsm. Leave it out; it is for \(all), deepfool, "
              + "lbfgs, noise, standard and thorough."),
        ]
      ),
      (
        "--seed",
        [
          .changes(
            run("noise", "--epsilon", "0.4"), run("noise", "--epsilon", "0.4", "--seed", "1")),
          .runsAlike(run("fgsm"), run("fgsm", "--seed", "1")),
        ]
      ),
      (
        "--resume",
        [
          .writes(run("bim", "--output", "bim"), "bim/attack.json"),
          .changes(run("bim", "--output", "bim"), run("bim", "--output", "bim", "--resume")),
          .refused(
            run("bim", "--resume"), "--resume needs --output, the folder to continue in."),
        ]
      ),
    ]
    return entries.map { ("attack \($0.0)", $0.1) }
  }()

  private static let audits: Entries = {
    func run(_ more: String...) -> [String] {
      ["audit", "run", "--epsilon", "0.1", "--data", "small.npz", "--count", "3", "--json"] + more
    }
    let entries: Entries = [
      ("--norm", [.changes(run("--quick"), run("--quick", "--norm", "l2"))]),
      ("--epsilon", [.changes(run("--quick"), run("--quick", "--epsilon", "0.1,0.2"))]),
      ("--quick", [.changes(run("--quick", "--epsilon", "0.02"), run("--epsilon", "0.02"))]),
      (
        "--certification", [.changes(run("--quick"), run("--quick", "--certification", "interval"))]
      ),
      (
        "--certification-timeout",
        [
          .refused(
            run("--certification-timeout", "3"),
            "--certification-timeout needs --certification complete."),
          .runsAlike(
            run("--quick", "--certification", "complete"),
            run("--quick", "--certification", "complete", "--certification-timeout", "50")),
        ]
      ),
      (
        "--require",
        [
          .changes(
            run("--quick", "--epsilon", "0.9"),
            run("--quick", "--epsilon", "0.9", "--require", "robust"))
        ]
      ),
      (
        "--seed",
        [
          .changes(
            run("--quick", "--epsilon", "0.05", "--count", "60"),
            run("--quick", "--epsilon", "0.05", "--count", "60", "--seed", "5"))
        ]
      ),
      (
        "--resume",
        [.refused(run("--resume"), "--resume needs --output, the folder to continue in.")]
      ),
    ]
    return entries.map { ("audit \($0.0)", $0.1) }
  }()

  private static let certificates: Entries = {
    func run(_ more: String...) -> [String] {
      ["certify", "run", "--epsilon", "0.05", "--json"] + small + more
    }
    let entries: Entries = [
      ("--norm", [.changes(run(), run("--norm", "l2"))]),
      ("--epsilon", [.changes(run(), run("--epsilon", "8/255"))]),
      (
        "--vnnlib",
        [
          .refused(
            run("--vnnlib", "p.vnnlib"),
            "--vnnlib says what inputs there are; leave out --data, --epsilon and --count.")
        ]
      ),
      ("--method", [.changes(run("--method", "crown"), run("--method", "interval"))]),
      (
        "--timeout",
        [
          .runsAlike(run(), run("--timeout", "200")),
          .refused(run("--timeout", "0"), "--timeout is 0.0; give a positive number of seconds."),
        ]
      ),
      ("--seed", [.runsAlike(run(), run("--seed", "0"))]),
    ]
    return entries.map { ("certify \($0.0)", $0.1) }
  }()

  // MARK: - Other commands

  private static let training: Entries = {
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
    ]
    return entries.map { ("train \($0.0)", $0.1) }
  }()

  private static let others: Entries = {
    func predict(_ output: String, _ more: String...) -> [String] {
      ["predict", "run", "--inputs", "test.npy", "--output", output] + more
    }
    let missing = "Error: There is no file 'none.json'. Check the path.\n"
    return [
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
      ("info --json", [.changes(["info", "run"], ["info", "run", "--json"])]),
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
    ]
  }()

  private static let reproduction: Entries = {
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
    ]
    return entries.map { ("reproduce \($0.0)", $0.1) }
  }()
}
