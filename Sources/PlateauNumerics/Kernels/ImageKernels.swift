package import CPlateauKernels

/// The operations on images and their channels that one number type offers.
///
/// Methods over one table of functions, as ``Kernels`` has them. Images have their channels last,
/// `[height, width, channels]`, but where a method says channels first. Orders of sums are in
/// `plateau_images.h`.
public struct ImageKernels<Element: Scalar>: Sendable {
  package typealias Pooling = UnsafePointer<plateau_pooling>
  package typealias In = UnsafePointer<Element>
  package typealias Out = UnsafeMutablePointer<Element>
  package typealias Winners = UnsafePointer<Int32>

  // A constant, for any thread.
  nonisolated(unsafe) let table: UnsafePointer<plateau_images>

  /// Makes the kernels from the tables of ``Element`` at some level.
  init(_ tables: plateau_number_tables) { table = tables.images }
}

extension ImageKernels {
  /// Takes the largest value of each window, and the pixel it is at.
  ///
  /// Of equals it is the first, and the last NaN where there is one. Padding never wins.
  ///
  /// - `winners`: Receives a pixel for each output.
  package func maxPool(
    _ pooling: Pooling, image: In, into output: Out, winners: UnsafeMutablePointer<Int32>?
  ) {
    table.pointee.max_pool(pooling, image, output, winners)
  }

  /// Gathers the values of an image at the winners of another of its shape.
  package func poolGather(_ pooling: Pooling, image: In, winners: Winners, into output: Out) {
    table.pointee.pool_gather(pooling, image, winners, output)
  }

  /// Adds the signal of each output to the target, an image, at its winner.
  package func maxPoolBack(_ pooling: Pooling, signal: In, winners: Winners, addingTo target: Out) {
    table.pointee.max_pool_back(pooling, signal, winners, target)
  }

  /// Averages each window.
  package func averagePool(_ pooling: Pooling, image: In, into output: Out) {
    table.pointee.average_pool(pooling, image, output)
  }

  /// Adds to the target, an image, what the transpose of averaging makes of a signal.
  package func averagePoolBack(_ pooling: Pooling, signal: In, addingTo target: Out) {
    table.pointee.average_pool_back(pooling, signal, target)
  }
}

extension ImageKernels {
  /// Gathers numbers of several arrays: of each a pair of the array, below 0 for a zero, and the place
  /// beyond its offset.
  package func gather(
    count: Int, places: UnsafePointer<Int32>, sources: UnsafePointer<In>,
    offsets: UnsafePointer<Int64>, into target: Out
  ) {
    UnsafeRawPointer(sources).withMemoryRebound(to: UnsafeRawPointer.self, capacity: 1) {
      table.pointee.gather(Int64(count), places, $0, offsets, target)
    }
  }

  /// Adds each number of a signal to the target at the place of its pair, if that is of the part.
  package func scatterAdd(
    count: Int, places: UnsafePointer<Int32>, part: Int, signal: In, to target: Out
  ) {
    table.pointee.scatter_add(Int64(count), places, Int32(part), signal, target)
  }
}

extension ImageKernels {
  /// Moves channels from first, `[channels, pixels]`, to last, `[pixels, channels]`.
  package func channelsLast(channels: Int, pixels: Int, of source: In, into target: Out) {
    table.pointee.channels_last(Int64(channels), Int64(pixels), source, target)
  }

  /// Moves channels from last, `[pixels, channels]`, to first, `[channels, pixels]`.
  package func channelsFirst(channels: Int, pixels: Int, of source: In, into target: Out) {
    table.pointee.channels_first(Int64(channels), Int64(pixels), source, target)
  }

  /// Moves channels from last to first, and adds the image to the target.
  package func channelsFirst(channels: Int, pixels: Int, of source: In, addingTo target: Out) {
    table.pointee.channels_first_add(Int64(channels), Int64(pixels), source, target)
  }

  /// Adds numbers to others.
  package func add(count: Int, _ source: In, to target: Out) {
    table.pointee.add(Int64(count), target, source)
  }
}
