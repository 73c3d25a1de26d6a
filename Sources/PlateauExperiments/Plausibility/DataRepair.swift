import PlateauNumerics

/// A change of data that undoes a usual mistake in preparing them.
enum DataRepair: CaseIterable {
  case labelsUp
  case labelsDown
  case transposed
  case mirrored
  case upsideDown
  case turnedAround
  case turnedLeft
  case turnedRight
  case standardized
  case notNormalized
  case timesBytes
  case overBytes
  case signed
  case reversedChannels
  case inverted
  case reorderedClasses

  /// What was wrong, what was changed, how many were right then, and what to do.
  func sentence(_ accuracy: Double) -> String {
    let (mistake, change, remedy) = words
    return
      "\(mistake): \(change) \(NumberText.percent(accuracy)) are classified correctly (\(remedy))"
  }

  private var words: (mistake: String, change: String, remedy: String) {
    switch self {
    case .labelsUp: ("labels off by one", "with 1 added to each", "add 1 to y")
    case .labelsDown:
      ("labels off by one", "with 1 subtracted from each", "subtract 1 from y")
    case .transposed:
      (
        "images transposed", "with rows and columns swapped",
        "swap the axes of height and width of x"
      )
    case .mirrored:
      ("images mirrored", "with left and right exchanged", "reverse the axis of width of x")
    case .upsideDown:
      ("images upside down", "with top and bottom exchanged", "reverse the axis of height of x")
    case .turnedAround:
      ("images turned", "turned by 180°", "reverse the axes of height and width of x")
    case .turnedLeft:
      ("images turned", "turned to the left", "use numpy.rot90 on height and width of x")
    case .turnedRight:
      ("images turned", "turned to the right", "use numpy.rot90 with k=-1 on height and width of x")
    case .standardized:
      (
        "normalization missing, or another one",
        "with each channel brought to mean 0 and deviation 1", "give --mean and --std of training"
      )
    case .notNormalized:
      (
        "images normalized twice", "without the model's first normalization",
        "leave out --mean and --std, or give x before any normalization"
      )
    case .timesBytes:
      ("pixels in another range", "multiplied by 255", "give x from 0 to 255 with --bounds 0,255")
    case .overBytes: ("pixels in another range", "divided by 255", "divide x by 255")
    case .signed:
      (
        "pixels in another range", "brought to -1 to 1",
        "give --mean and --std, 0.5 and 0.5 for pixels from 0 to 1"
      )
    case .reversedChannels:
      (
        "channels in another order, such as BGR for RGB", "with their order reversed",
        "reverse the channels of x"
      )
    case .inverted:
      ("images inverted", "with dark and bright exchanged", "subtract x from its largest value")
    case .reorderedClasses:
      (
        "classes in another order", "with each label replaced by a class of the model",
        "number the classes as in training"
      )
    }
  }
}
