import PlateauExperiments

/// Figures 1, 2 and 8: the weights and the activities of each layer, vanilla beside saturating.
struct DistributionSections {
  let record: ReproductionRecord

  private var perceptrons: [ComparedNetworks] { ComparedNetworks.all(in: record, of: .mlp) }

  var figure1: Markup {
    section("figure1", "Figure 1: weights") {
      WeightsFigure(networks: perceptrons, id: "weights").markup
    }
  }

  var figure2: Markup {
    section("figure2", "Figure 2: activities") {
      ActivitiesFigure(networks: perceptrons, id: "activities").markup
    }
  }

  var figure8: Markup {
    let networks = ComparedNetworks.all(in: record, of: .cnn)
    guard !networks.isEmpty else { return .empty }
    return section("figure8", "Figure 8: weights and activities of the CNNs") {
      element("p") {
        "As Figures 1 and 2, for the convolutional networks. Weights are all entries of a layer’s "
        "kernels or of its matrix; activities those of every channel at every place, before "
        "pooling"
        record.convolutional.map {
          ", on the first \(Wording.count($0.attackedExamples)) test examples"
        } ?? ""
        ". The layout of this figure is ours."
      }
      WeightsFigure(networks: networks, id: "weights8").markup
      ActivitiesFigure(networks: networks, id: "activities8").markup
    }
  }
}
