// The options of attacks, audits and certificates.
extension OptionTable {
  static let attacks: Entries = {
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

  static let audits: Entries = {
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

  static let certificates: Entries = {
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
      (
        "--instances",
        [
          .refused(
            run("--instances", "list.csv", "--mean", "0.5"),
            "--instances lists models as they are, and their properties; leave out a model, --data, "
              + "--epsilon, --count and --mean."),
          .refused(
            ["certify", "--instances", "none.csv"],
            "Error: There is no file 'none.csv'. Check the path.\n"),
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
      (
        "--memory",
        [
          .runsAlike(run(), run("--memory", "1000GB")),
          .refused(
            run("--memory", "some"), "The value 'some' is invalid for '--memory <size>'"),
        ]
      ),
      (
        "--competition",
        [
          .refused(
            run("--competition"),
            "--competition is for properties; leave out --competition.")
        ]
      ),
      ("--seed", [.runsAlike(run(), run("--seed", "0"))]),
    ]
    return entries.map { ("certify \($0.0)", $0.1) }
  }()
}
