import PlateauData
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauTraining

@Suite("Augmentation")
struct AugmentationTests {
  /// The image that a window shows, from its definition.
  static func expected(_ image: [Float], _ shape: InputShape, _ move: ImageMove) -> [Float] {
    var result: [Float] = []
    for channel in 0..<shape.channels {
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          let across = move.isMirrored ? shape.width - 1 - column : column
          let (y, x) = (row + move.down, across + move.right)
          let isInside = (0..<shape.height).contains(y) && (0..<shape.width).contains(x)
          result.append(isInside ? image[(channel * shape.height + y) * shape.width + x] : 0)
        }
      }
    }
    return result
  }

  static func moved(_ image: [Float], _ shape: InputShape, _ move: ImageMove) -> [Float] {
    // What was in the target before must not show through.
    var target = [Float](repeating: .nan, count: image.count)
    target.withUnsafeMutableBufferPointer { target in
      image.withUnsafeBufferPointer { image in
        guard let source = image.baseAddress, let target = target.baseAddress else { return }
        move.apply(source, target, shape)
      }
    }
    return target
  }

  @Test func `moves a known image`() {
    let shape = InputShape(channels: 1, height: 2, width: 3)
    let image: [Float] = [1, 2, 3, 4, 5, 6]
    func moved(_ down: Int, _ right: Int, _ isMirrored: Bool) -> [Float] {
      Self.moved(image, shape, ImageMove(down: down, right: right, isMirrored: isMirrored))
    }
    #expect(moved(0, 0, false) == image)
    #expect(moved(0, 0, true) == [3, 2, 1, 6, 5, 4])
    #expect(moved(1, 0, false) == [4, 5, 6, 0, 0, 0])
    #expect(moved(-1, 1, false) == [0, 0, 0, 2, 3, 0])
    #expect(moved(0, -2, false) == [0, 0, 1, 0, 0, 4])
    // Mirrored after the window is cut out.
    #expect(moved(0, -2, true) == [1, 0, 0, 4, 0, 0])
    #expect(moved(2, 0, false) == Array(repeating: 0, count: 6))
  }

  @Test func `agrees with its definition for every move`() {
    let shape = InputShape(channels: 3, height: 4, width: 5)
    let image = (1...shape.count).map(Float.init)
    var wrong: [ImageMove] = []
    for down in -6...6 {
      for right in -6...6 {
        for isMirrored in [false, true] {
          let move = ImageMove(down: down, right: right, isMirrored: isMirrored)
          if Self.moved(image, shape, move) != Self.expected(image, shape, move) {
            wrong.append(move)
          }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test func `draws every move equally often, anew in every epoch`() throws {
    let augmentation = try Augmentation(crop: 2, flips: true)
    var counts: [ImageMove: Int] = [:]
    var repeats = 0
    for example in 0..<5000 {
      let moves = (0..<4).map { augmentation.move(seed: 3, epoch: $0, example: example) }
      for move in moves { counts[move, default: 0] += 1 }
      if moves[0] == moves[1] { repeats += 1 }
    }
    // 50 moves, 20,000 draws: χ² has 49 degrees of freedom, and exceeds 90 once in 4000 seeds.
    #expect(counts.count == 50)
    let statistic = counts.values.reduce(0.0) { $0 + (Double($1) - 400) * (Double($1) - 400) / 400 }
    #expect(statistic < 90)
    // 100 of 5000 are expected, with a standard deviation of 9.9.
    #expect((60...140).contains(repeats))
  }

  @Test func `draws only what is asked for`() throws {
    for example in 0..<200 {
      let crops = try Augmentation(crop: 1).move(seed: 1, epoch: 0, example: example)
      #expect(!crops.isMirrored && abs(crops.down) <= 1 && abs(crops.right) <= 1)
      let flips = try Augmentation(flips: true).move(seed: 1, epoch: 0, example: example)
      #expect(flips.down == 0 && flips.right == 0)
    }
    let mirrored = try (0..<10_000).count {
      try Augmentation(flips: true).move(seed: 2, epoch: 1, example: $0).isMirrored
    }
    // A standard deviation of 50.
    #expect((4800...5200).contains(mirrored))
  }
}
