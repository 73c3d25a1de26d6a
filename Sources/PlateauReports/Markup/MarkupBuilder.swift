/// Puts pieces of markup together, as they stand in a closure.
@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ piece: Markup) -> Markup { piece }

  static func buildExpression(_ text: String) -> Markup { Markup(text) }

  static func buildBlock(_ pieces: Markup...) -> Markup { Markup(joining: pieces) }

  static func buildOptional(_ piece: Markup?) -> Markup { piece ?? .empty }

  static func buildEither(first piece: Markup) -> Markup { piece }

  static func buildEither(second piece: Markup) -> Markup { piece }

  static func buildArray(_ pieces: [Markup]) -> Markup { Markup(joining: pieces) }
}
