/// An axis at the bottom or at the left of a plot.
struct Axis {
  enum Edge { case bottom, left }

  var edge: Edge
  var scale: Scale
  var ticks: [Tick]
  var label: String

  /// The ticks with their labels and grid lines, and the label of the axis.
  func markup(in frame: PlotFrame) -> Markup {
    Markup(joining: ticks.map { mark($0, in: frame) } + [name(in: frame)])
  }

  private func mark(_ tick: Tick, in frame: PlotFrame) -> Markup {
    let position = scale.position(of: tick.value)
    switch edge {
    case .bottom:
      return Markup(joining: [
        PlotFrame.line(
          position, frame.plotBottom, position, frame.plotBottom + 4, className: "tick"),
        PlotFrame.text(
          tick.label, x: position, y: frame.plotBottom + 15, className: "tick-label",
          anchor: "middle"),
      ])
    case .left:
      return Markup(joining: [
        PlotFrame.line(frame.left, position, frame.plotRight, position, className: "grid"),
        PlotFrame.text(
          tick.label, x: frame.left - 6, y: position + 3.5, className: "tick-label", anchor: "end"),
      ])
    }
  }

  private func name(in frame: PlotFrame) -> Markup {
    switch edge {
    case .bottom:
      return PlotFrame.text(
        label, x: (frame.left + frame.plotRight) / 2, y: frame.height - 4, className: "axis-label",
        anchor: "middle")
    case .left:
      let y = (frame.top + frame.plotBottom) / 2
      return PlotFrame.text(
        label, x: 9, y: y, className: "axis-label", anchor: "middle",
        transform: "rotate(-90 9 \(Coordinate.text(y)))")
    }
  }
}
