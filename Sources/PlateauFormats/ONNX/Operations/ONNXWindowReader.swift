import PlateauNetworks
import PlateauNumerics

/// Reads the windows of convolutions and poolings from the attributes of a node.
struct ONNXWindowReader {
  let node: ONNXNode
  /// 2 for images, 1 for rows of pixels, which are images of height 1, 3 for volumes.
  let dimensions: Int
  let image: InputShape

  /// The largest side, stride, padding or dilation, as architectures have it.
  private static let limit = 1 << 12

  /// The attributes of a window along one side.
  struct Side: Hashable {
    var kernel = 1
    var stride = 1
    var dilation = 1
    var before = 0
    var after = 0

    /// What the kernel spans.
    var span: Int { (kernel - 1) * dilation + 1 }
  }

  /// The window of a kernel, and its dilation.
  ///
  /// - Throws: `FormatError` where the attributes do not fit the kernel.
  func window(
    _ kernel: [Int]
  ) throws(FormatError) -> (Window, Convolution.Dilation) {
    let sides = try sides(
      kernel, of: dimensions == 1 ? [image.width] : [image.height, image.width])
    let (rows, columns) = (dimensions == 1 ? Side() : sides[0], sides[dimensions - 1])
    return (
      Window(
        height: rows.kernel, width: columns.kernel, verticalStride: rows.stride,
        horizontalStride: columns.stride,
        padding: Window.Padding(
          top: rows.before, left: columns.before, bottom: rows.after, right: columns.after)),
      Convolution.Dilation(vertical: rows.dilation, horizontal: columns.dilation)
    )
  }

  /// The attributes of a window, side by side.
  ///
  /// - Parameters:
  ///   - kernel: The sides of the kernel.
  ///   - sizes: Those of the image.
  ///   - isRead: Whether the padding is, too, or zero.
  /// - Returns: What each side has.
  /// - Throws: `FormatError` where they do not fit the kernel.
  func sides(
    _ kernel: [Int], of sizes: [Int], padding isRead: Bool = true
  ) throws(FormatError) -> [Side] {
    if let given = try node.integers("kernel_shape"), given != kernel {
      throw node.malformed("has the kernel_shape \(given), but a kernel of \(kernel)")
    }
    let strides = try numbers("strides", standard: 1, from: 1)
    let dilations = try numbers("dilations", standard: 1, from: 1)
    let isPossible = kernel.allSatisfy { (1...Self.limit).contains($0) }
    let sides = isPossible ? zip(kernel, dilations).map { ($0 - 1) * $1 + 1 } : kernel
    guard isPossible, sides.allSatisfy({ $0 <= Self.limit }) else {
      throw node.unsupported(
        "has a window of \(sides)", "Sides from 1 to \(Self.limit) are possible.")
    }
    let pads =
      isRead ? try padding(sides, strides, sizes) : Array(repeating: 0, count: 2 * dimensions)
    return kernel.indices.map { index in
      Side(
        kernel: kernel[index], stride: strides[index], dilation: dilations[index],
        before: pads[index], after: pads[dimensions + index])
    }
  }

  /// The image that a window makes.
  ///
  /// - Throws: `FormatError` where it does not fit.
  func output(of window: Window, channels: Int) throws(FormatError) -> InputShape {
    let height = image.height + window.padding.top + window.padding.bottom
    let width = image.width + window.padding.left + window.padding.right
    guard window.height <= height, window.width <= width else {
      throw node.malformed("has a window of \(window), which does not fit an image of \(image)")
    }
    let rows = (height - window.height) / window.verticalStride + 1
    let columns = (width - window.width) / window.horizontalStride + 1
    guard rows * columns <= Architecture.largestWidth / channels else {
      throw node.unsupported(
        "makes \(channels)×\(rows)×\(columns) values",
        "At most \(Architecture.largestWidth) are possible.")
    }
    return InputShape(channels: channels, height: rows, width: columns)
  }

  /// The window with its padding enlarged, so that no pixel is left over.
  func roundedUp(_ window: Window) -> Window {
    /// What is missing at the end of one dimension.
    func missing(_ size: Int, _ side: Int, _ stride: Int, _ start: Int, _ end: Int) -> Int {
      let rest = (size + start + end - side) % stride
      guard size + start + end >= side, rest != 0 else { return 0 }
      let extra = stride - rest
      // A window that would start beyond the image and its first padding is left out.
      let next = (size + start + end - side) / stride * stride + stride
      return next >= size + start ? 0 : extra
    }
    let padding = window.padding
    return Window(
      height: window.height, width: window.width, verticalStride: window.verticalStride,
      horizontalStride: window.horizontalStride,
      padding: Window.Padding(
        top: padding.top, left: padding.left,
        bottom: padding.bottom
          + missing(
            image.height, window.height, window.verticalStride, padding.top, padding.bottom),
        right: padding.right
          + missing(
            image.width, window.width, window.horizontalStride, padding.left, padding.right)))
  }

  /// The padding before each dimension, then that after each.
  private func padding(
    _ sides: [Int], _ strides: [Int], _ sizes: [Int]
  ) throws(FormatError) -> [Int] {
    let mode = try node.text("auto_pad") ?? "NOTSET"
    switch mode {
    case "NOTSET": return try numbers("pads", standard: 0, from: 0, count: 2 * dimensions)
    case "VALID": return Array(repeating: 0, count: 2 * dimensions)
    case "SAME_UPPER", "SAME_LOWER":
      let needed = sizes.indices.map { index in
        ((sizes[index] - 1) / strides[index]) * strides[index] + sides[index] - sizes[index]
      }
      // ONNX Runtime cuts pixels off in some poolings then, and in others not.
      guard node.proto.opType == "Conv" || needed.allSatisfy({ $0 >= 0 }) else {
        throw node.unsupported(
          "has the auto_pad \(mode.quotedForMessage) and strides beyond its window, which programs "
            + "take differently", "Give it pads.")
      }
      let totals = needed.map { max(0, $0) }
      let less = totals.map { $0 / 2 }
      let more = totals.map { $0 - $0 / 2 }
      return mode == "SAME_UPPER" ? less + more : more + less
    default: throw node.malformed("has the auto_pad \(mode.quotedForMessage)")
    }
  }

  /// A list of numbers, one for each dimension, in range.
  func numbers(
    _ name: String, standard: Int, from least: Int, count: Int? = nil
  ) throws(FormatError) -> [Int] {
    let count = count ?? dimensions
    guard let given = try node.integers(name), !given.isEmpty else {
      return Array(repeating: standard, count: count)
    }
    guard given.count == count else {
      throw node.malformed("has \(given.count) \(name); it takes \(count)")
    }
    guard given.allSatisfy({ (least...Self.limit).contains($0) }) else {
      throw node.unsupported(
        "has the \(name) \(given)", "Numbers from \(least) to \(Self.limit) are possible.")
    }
    return given
  }
}
