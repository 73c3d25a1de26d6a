/// The colors of heat maps with the values that they stand for.
struct HeatMapKey {
  var name: String
  var range: ClosedRange<Double>

  var markup: Markup {
    element("p", ["class": "key"]) {
      element("span") { name }
      element("span") { Wording.plain(range.lowerBound) }
      element(
        "svg",
        [
          "class": "ramp", "viewBox": "0 0 256 12", "preserveAspectRatio": "none", "role": "img",
          "aria-label": "from dark blue to yellow",
        ]
      ) {
        shape(
          "image",
          [
            "href": image.address, "width": "256", "height": "12", "preserveAspectRatio": "none",
          ])
      }
      element("span") { Wording.plain(range.upperBound) }
    }
  }

  private var image: IndexedImage {
    IndexedImage(width: 256, height: 1, pixels: Array(0...255), palette: .cividis)
  }
}
