/// A value that a table can hold.
package protocol CSVCell {
  /// The value as text, exact and the same in every locale.
  var csvText: String { get }
}

extension String: CSVCell {
  package var csvText: String { self }
}

extension Int: CSVCell {
  package var csvText: String { "\(self)" }
}

extension Double: CSVCell {
  package var csvText: String { "\(self)" }
}

extension Optional: CSVCell where Wrapped: CSVCell {
  package var csvText: String { self?.csvText ?? "" }
}
