/// A paper that the report rests on.
struct Citation {
  var authors: String
  var year: Int
  var title: String
  /// The number at arXiv.
  var identifier: String

  static let paper = Citation(
    authors: "A. Nayebi and S. Ganguli", year: 2017,
    title: "Biologically inspired protection of deep networks from adversarial attacks",
    identifier: "1703.09202")
  static let comment = Citation(
    authors: "W. Brendel and M. Bethge", year: 2017,
    title: "Comment on “Biologically inspired protection of deep networks from adversarial "
      + "attacks”",
    identifier: "1704.01547")
  static let checklist = Citation(
    authors: "N. Carlini et al.", year: 2019, title: "On Evaluating Adversarial Robustness",
    identifier: "1902.06705")

  /// The reference, with a link.
  var markup: Markup {
    Markup(joining: [
      "\(authors) (\(String(year))). ", element("cite") { title }, ". ",
      link("arXiv:\(identifier)", to: "https://arxiv.org/abs/\(identifier)"), ".",
    ])
  }
}
