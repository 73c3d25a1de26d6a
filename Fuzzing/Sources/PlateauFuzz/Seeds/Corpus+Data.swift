import Plateau

// Seeds that are made here: arrays, and files of images.
extension Corpus {
  /// Arrays alone, and archives of them, stored and deflated.
  static func arrays() -> [Seed] {
    let floats = NPYArray((0..<24).map { Float($0) / 24 }, shape: [4, 6])
    let images = NPYArray((0..<32).map { Double($0) / 32 }, shape: [4, 2, 2, 2])
    let labels = NPYArray([0, 1, 2, 1], shape: [4])
    let alone = [floats, images, labels, NPYArray([true, false], shape: [2])].map { array in
      let bytes = array.encoded()
      let header = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
      return Seed(
        name: "seed.npy",
        content: .framed(bytes, Frame(start: 8, width: 2, rest: bytes.count - header)))
    }
    let names = [["x", "y"], ["x_train", "y_train", "x_test", "y_test"]]
    let archives = [floats, images].flatMap { inputs in
      names.flatMap { names in
        [false, true].map { isDeflated in
          Seed(
            name: "seed.npz",
            content: .zip(
              names.map { name in
                ZipPart(
                  name: name + ".npy",
                  bytes: (name.hasPrefix("x") ? inputs : labels).encoded(), isDeflated: isDeflated)
              }))
        }
      }
    }
    return alone + archives
  }

  /// Images and labels as IDX files, gzipped or not, and records of CIFAR-10.
  static func images() -> [Seed] {
    let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 3] + (0..<60)
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 7, 0, 1, 2, 3, 9, 8, 7]
    var record = (0..<CIFARFile.recordLength).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    record[0] = 3
    return [
      ("images", images), ("labels", labels), ("batch.bin", record), ("batch.bin", record + record),
    ]
    .flatMap { name, bytes in
      [
        Seed(name: name, content: .plain(bytes)),
        Seed(name: name + ".gz", content: .gzip(bytes)),
      ]
    }
  }
}
