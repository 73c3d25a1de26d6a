import PlateauNumerics

extension LinearPass {
  /// Finds the winners of a max pooling: the pixels with the greatest lower bounds, and whether
  /// some other of their windows can exceed that.
  func pool(_ stage: IntervalStage, rows: Int) -> Bool {
    guard case .maxPooling(let shape) = stage.operation, let winners = winners[stage.value - 1]
    else { return false }
    let source = intervals.boxes[stage.source]
    let spare = intervals.products.pointer
    let windows = (0..<shape.outHeight * shape.outWidth).map { shape.pixels($0) }
    for row in 0..<rows {
      let own = winners + row * stage.outputs
      let place = row * stage.inputs
      withUnsafePointer(to: shape.parameters) { parameters in
        Double.images.maxPool(parameters, source.lower + place, spare, own)
      }
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
    let top = output / outWidth * strideHeight - padding.top
    let left = output % outWidth * strideWidth - padding.left
    return (max(top, 0)..<min(top + kernelHeight, height)).flatMap { y in
      (max(left, 0)..<min(left + kernelWidth, width)).map { x in y * width + x }
    }
  }
}
