import PlateauNetworks
import PlateauNumerics

extension BoundWorkspace {
  /// Finds the winners of a max pooling: the pixels with the greatest lower bounds, and whether
  /// some other of their windows can exceed that.
  func pool(_ stage: IntervalStage, rows: Int) -> Bool {
    guard let maximum = stage.maximum, let winners = winners[stage.value - 1] else { return false }
    let shape = maximum.shape
    let source = intervals.boxes[stage.source]
    let spare = intervals.products.pointer
    let windows = (0..<shape.outHeight * shape.outWidth).map { shape.pixels($0) }
    for row in 0..<rows {
      let own = winners + row * stage.outputs
      let place = row * stage.inputs
      maximum.apply(
        UnsafePointer(source.lower + place), into: spare, winners: own, rows: 0..<1)
      for output in 0..<stage.outputs {
        let channel = output % shape.channels
        let window = windows[output / shape.channels]
        isBeaten[row * stage.outputs + output] = window.contains { other in
          other != Int(own[output])
            && source.upper[place + other * shape.channels + channel] > spare[output]
        }
      }
    }
    return true
  }
}

extension PoolingShape {
  /// The pixels of an output's window that lie in the image.
  func pixels(_ output: Int) -> [Int] {
    let (rows, columns) = window(output)
    return rows.flatMap { y in columns.map { x in y * width + x } }
  }
}
