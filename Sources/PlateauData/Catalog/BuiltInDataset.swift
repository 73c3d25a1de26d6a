/// The dataset that the program makes itself.
enum BuiltInDataset {
  /// Draws the digits, on all processors.
  static func strokes() -> Dataset { Strokes.dataset() }
}
