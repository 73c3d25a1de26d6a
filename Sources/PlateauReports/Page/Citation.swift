/// A paper that the report rests on.
struct Citation {
  var authors: String
  var year: Int
  var title: String
  /// Where it is found.
  var place: Place

  /// The archive of a paper, with its number there.
  enum Place: Hashable {
    case arXiv(String)
    case doi(String)
  }

  static let paper = Citation(
    authors: "A. Nayebi and S. Ganguli", year: 2017,
    title: "Biologically inspired protection of deep networks from adversarial attacks",
    place: .arXiv("1703.09202"))
  static let comment = Citation(
    authors: "W. Brendel and M. Bethge", year: 2017,
    title: "Comment on “Biologically inspired protection of deep networks from adversarial "
      + "attacks”",
    place: .arXiv("1704.01547"))
  static let checklist = Citation(
    authors: "N. Carlini et al.", year: 2019, title: "On Evaluating Adversarial Robustness",
    place: .arXiv("1902.06705"))

  static let fastGradient = Citation(
    authors: "I. Goodfellow, J. Shlens and C. Szegedy", year: 2015,
    title: "Explaining and Harnessing Adversarial Examples", place: .arXiv("1412.6572"))
  static let intriguing = Citation(
    authors: "C. Szegedy et al.", year: 2014, title: "Intriguing properties of neural networks",
    place: .arXiv("1312.6199"))
  static let similarity = Citation(
    authors: "N. Kriegeskorte, M. Mur and P. Bandettini", year: 2008,
    title: "Representational similarity analysis – connecting the branches of systems neuroscience",
    place: .doi("10.3389/neuro.06.004.2008"))
  static let intervals = Citation(
    authors: "S. Gowal et al.", year: 2018,
    title:
      "On the Effectiveness of Interval Bound Propagation for Training Verifiably Robust Models",
    place: .arXiv("1810.12715"))
  static let linearBounds = Citation(
    authors: "H. Zhang et al.", year: 2018,
    title: "Efficient Neural Network Robustness Certification with General Activation Functions",
    place: .arXiv("1811.00866"))
  static let warmup = Citation(
    authors: "Z. Shi et al.", year: 2021,
    title: "Fast Certified Robust Training with Short Warmup", place: .arXiv("2103.17268"))
  static let ties = Citation(
    authors: "M. Kendall", year: 1945, title: "The treatment of ties in ranking problems",
    place: .doi("10.1093/biomet/33.3.239"))

  /// The reference, with a link.
  var markup: Markup {
    Markup(joining: [
      "\(authors) (\(String(year))). ", element("cite") { title }, ". ",
      address, ".",
    ])
  }

  private var address: Markup {
    switch place {
    case .arXiv(let number): link("arXiv:\(number)", to: "https://arxiv.org/abs/\(number)")
    case .doi(let name): link("doi:\(name)", to: "https://doi.org/\(name)")
    }
  }
}
