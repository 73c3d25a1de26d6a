/// The style of every page.
enum StyleSheet {
  static let markup = Markup(joining: [colors, text, parts, figures, tables, small, print])

  /// Colors that are told apart without red and green, darker on light ground.
  ///
  /// Source: the palette of M. Okabe and K. Ito, "Color Universal Design", 2008.
  private static let colors = Markup(
    verbatim: """
      :root {
        color-scheme: light dark;
        --ground: #fdfdfc; --panel: #f4f4f1; --ink-text: #1a1d21; --muted: #5a626c;
        --rule: #dcdcd6; --grid: #e7e7e2; --track: #e2e2dc; --link: #00568a;
        --naive: #b84e00; --honest: #0068a6; --clean: #8b929a;
        --vanilla: #7d858e; --adversarial: #a8527f; --saturating: #00825e;
        --naive-tint: #fbf0e6; --honest-tint: #e8f1f8;
        --run0: #0072b2; --run1: #d55e00; --run2: #009e73; --run3: #a8527f; --run4: #8a6d00;
        --run5: #5a626c;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #14171a; --panel: #1c2024; --ink-text: #e4e7ea; --muted: #9ca5af;
          --rule: #343a41; --grid: #2a2f35; --track: #31373e; --link: #7cc4f0;
          --naive: #f0a04b; --honest: #56b4e9; --clean: #8d96a0;
          --vanilla: #9aa3ad; --adversarial: #d58fb5; --saturating: #2fbf94;
          --naive-tint: #2b2118; --honest-tint: #172733;
          --run0: #56b4e9; --run1: #f0a04b; --run2: #2fbf94; --run3: #d58fb5; --run4: #f0e442;
          --run5: #9ca5af;
        }
      }
      .clean { --mark: var(--clean); } .naive { --mark: var(--naive); }
      .stable { --mark: var(--saturating); } .honest { --mark: var(--honest); }
      .vanilla { --mark: var(--vanilla); }
      .adversarial { --mark: var(--adversarial); } .saturating { --mark: var(--saturating); }
      .logits { --mark: var(--saturating); } .rest { --mark: var(--clean); }
      .source { --mark: var(--ink-text); } .target { --mark: var(--adversarial); }
      .run0 { --mark: var(--run0); } .run1 { --mark: var(--run1); }
      .run2 { --mark: var(--run2); } .run3 { --mark: var(--run3); }
      .run4 { --mark: var(--run4); } .run5 { --mark: var(--run5); }
      .dash0 { stroke-dasharray: none; }
      .dash1 { stroke-dasharray: 6 3; } .dash2 { stroke-dasharray: 2 2; }
      .dash3 { stroke-dasharray: 8 3 2 3; } .dash4 { stroke-dasharray: 12 3; }
      .dash5 { stroke-dasharray: 4 4; }

      """)

  private static let text = Markup(
    verbatim: """
      * { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
      body {
        margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 74rem;
        background: var(--ground); color: var(--ink-text);
        font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
      }
      h1, h2, .answer {
        font-family: ui-serif, Charter, "Iowan Old Style", Palatino, "Noto Serif", Georgia, serif;
        font-weight: 600; letter-spacing: -0.01em; text-wrap: balance;
      }
      h1 { font-size: clamp(1.9rem, 5vw, 2.6rem); line-height: 1.12; margin: 0.35rem 0 0.9rem;
        overflow-wrap: anywhere; }
      h2 { font-size: 1.55rem; line-height: 1.25; margin: 0 0 0.75rem; }
      h3 { font-size: 1rem; line-height: 1.4; margin: 0; font-weight: 600; }
      p, figcaption, ul, ol, dl { max-width: 46rem; }
      p { margin: 0 0 1rem; }
      a { color: var(--link); text-underline-offset: 0.15em; }
      a:focus-visible, .scroll:focus-visible, summary:focus-visible {
        outline: 2px solid var(--link); outline-offset: 2px;
      }
      code, pre { font: 0.9em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
      code { overflow-wrap: anywhere; }
      summary { cursor: pointer; }
      pre { overflow-x: auto; padding: 1rem; background: var(--panel); border-radius: 6px; }
      .muted, figcaption { color: var(--muted); }
      figcaption, .note { font-size: 0.9rem; line-height: 1.55; }
      figcaption strong { color: var(--ink-text); }
      strong.naive, strong.honest { color: var(--mark); }
      .warning { color: var(--naive); font-weight: 600; }

      """)

  private static let parts = Markup(
    verbatim: """
      header { padding: 2rem 0 0; }
      .kicker {
        margin: 0; font-size: 0.82rem; font-weight: 600; letter-spacing: 0.09em;
        text-transform: uppercase; color: var(--muted);
      }
      .lead { font-size: 1.12rem; line-height: 1.5; max-width: 52rem; color: var(--muted); }
      nav ul {
        display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; margin: 0; padding: 0; list-style: none;
        max-width: none; font-size: 0.92rem;
      }
      section { padding: 2.25rem 0 0.75rem; border-top: 1px solid var(--rule); margin-top: 1.5rem; }
      #answer { padding-top: 1.1rem; margin-top: 1.1rem; }
      #answer h2 { font: 600 0.95rem/1.4 system-ui, sans-serif; letter-spacing: 0; margin: 0;
        color: var(--muted); }
      .cards + p { margin-top: 1.1rem; }
      .banner {
        border-left: 4px solid var(--naive); background: var(--panel); padding: 0.45rem 1rem;
        border-radius: 0 6px 6px 0; max-width: none; font-size: 0.92rem; margin: 1rem 0 0;
      }
      .answer { font-size: clamp(1.35rem, 3vw, 1.85rem); line-height: 1.3; max-width: 54rem;
        margin-bottom: 1.2rem; }
      .answer strong { font-variant-numeric: tabular-nums; white-space: nowrap; }
      .cards { display: grid; gap: 1.25rem;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); }
      .card { background: var(--panel); border-radius: 10px; padding: 1.25rem 1.4rem 0.6rem;
        display: grid; grid-row: span 3; grid-template-rows: subgrid; row-gap: 0; }
      .card-head { display: flex; flex-wrap: wrap; gap: 0.4rem 0.8rem; align-items: start;
        justify-content: space-between; margin-bottom: 0.9rem; }
      .card h3 { font-size: 1.1rem; overflow-wrap: anywhere; }
      .bars { display: grid; gap: 0.65rem; margin: 0 0 1rem; padding: 0; max-width: none;
        list-style: none; }
      .bars .label { display: block; font-size: 0.92rem; line-height: 1.35; color: var(--muted); }
      .bars .label strong { font-weight: 600; color: var(--ink-text); }
      .bars .row { display: flex; align-items: center; gap: 0.8rem; }
      .bars svg { flex: 1; height: 0.95rem; border-radius: 3px; background: var(--track);
        overflow: hidden; }
      .bar { fill: var(--mark); } .undecided { opacity: 0.35; }
      .falsified { --mark: var(--track); }
      .bars .value { flex: none; width: 6.3rem; text-align: right; font-size: 1.45rem;
        line-height: 1.3; font-weight: 700; font-variant-numeric: tabular-nums; }
      .bars .naive .value, .bars .honest .value { color: var(--mark); }
      .bars .clean svg { height: 0.5rem; }
      .bars .clean .value { font-size: 1.05rem; font-weight: 600; }
      .card p { font-size: 0.95rem; line-height: 1.55; }
      .badge {
        font-size: 0.78rem; font-weight: 700; letter-spacing: 0.06em; text-transform: uppercase;
        white-space: nowrap; border: 1.5px solid currentColor; border-radius: 99px;
        padding: 0.1rem 0.65rem;
      }
      .badge.bad { color: var(--naive); } .badge.good { color: var(--saturating); }
      .badge.open { color: var(--muted); }
      dl.facts { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr;
        gap: 0.35rem 1.5rem; margin: 0 0 1.5rem; }
      dl.facts dt { color: var(--muted); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
      ul.files { padding-left: 1.1rem; } ul.files li, ol.sources li { margin-bottom: 0.35rem; }
      footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--rule);
        font-size: 0.85rem; color: var(--muted); }

      """)

  private static let figures = Markup(
    verbatim: """
      figure { margin: 0 0 0.5rem; }
      figcaption { margin-top: 0.9rem; }
      .panel-name { margin: 1.4rem 0 0.6rem; }
      .grid3, .grid2 { display: grid; gap: 1rem 1.5rem; }
      .grid3 { grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
      .grid2 { grid-template-columns: repeat(auto-fill, minmax(min(100%, 15.5rem), 1fr)); }
      .pair { display: grid; gap: 0.5rem; align-content: start; break-inside: avoid; }
      svg { display: block; width: 100%; height: auto; overflow: visible; }
      svg text { font-family: inherit; fill: var(--ink-text); }
      .heading { font-size: 12px; font-weight: 600; }
      .annotation { font-size: 12px; font-weight: 600; fill: var(--muted); }
      .tick-label { font-size: 10px; fill: var(--muted); font-variant-numeric: tabular-nums; }
      .axis-label { font-size: 10px; fill: var(--muted); }
      svg .grid { stroke: var(--grid); stroke-width: 1; }
      svg .axis, svg .tick { stroke: var(--muted); stroke-width: 1; }
      .area { fill: var(--mark); fill-opacity: 0.32; stroke: var(--mark); stroke-width: 1.2; }
      .curve { fill: none; stroke: var(--mark); stroke-width: 2; stroke-linejoin: round;
        stroke-linecap: round; }
      .curve.thin { stroke-width: 1.2; }
      .curve.naive.dotted { stroke-dasharray: 0.1 5; }
      .curve.naive.dotted.thin { stroke-dasharray: 0.1 4; stroke-width: 1.5; }
      .curve.rest { stroke-width: 1; } .curve.target { stroke-dasharray: 7 4; }
      .curve.naive { stroke-dasharray: 6 3; }
      .mark { fill: var(--ground); stroke: var(--mark); stroke-width: 2; stroke-dasharray: none; }
      .mark.honest { fill: var(--mark); }
      .gap { fill: var(--naive); opacity: 0.13; } .proven-area { fill: var(--clean);
        opacity: 0.3; }
      .curve.stable { stroke-dasharray: 2 3; }
      .scatter { fill: var(--mark); fill-opacity: 0.55; stroke: none; }
      .curve.fit { stroke: var(--ink-text); stroke-width: 1.5; }
      .curve.dots { stroke-width: 6; stroke-dasharray: 0.1 9; }
      .curve.theory { stroke: var(--honest); stroke-dasharray: 6 3; }
      .pixels { image-rendering: pixelated; }
      .key { display: flex; align-items: center; gap: 0.6rem; font-size: 0.9rem;
        font-variant-numeric: tabular-nums; }
      .key .ramp { width: 10rem; height: 0.75rem; }
      h4 { font-size: 0.95rem; font-weight: 600; margin: 0.9rem 0 0.5rem; color: var(--muted); }
      .cross { stroke: #e8112d; stroke-width: 2.4; stroke-linecap: round; fill: none; }
      .framed { stroke: #56b4e9; stroke-width: 1.6; fill: none; }
      .figure-row, .mosaics, .paths { display: grid; grid-auto-flow: column;
        gap: 0.9rem 1.4rem; padding: 2px 2px 6px; }
      .figure-row { grid-auto-columns: minmax(16rem, 19rem); }
      .mosaics { grid-auto-columns: minmax(19.5rem, 1fr); }
      .paths { grid-template-rows: repeat(3, auto); grid-auto-columns: minmax(14rem, 1fr); }
      .legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; padding: 0; margin: 0 0 0.9rem;
        list-style: none; font-size: 0.9rem; max-width: none; }
      .legend li { display: flex; align-items: center; gap: 0.5rem; overflow-wrap: anywhere; }
      .legend svg { width: 30px; flex: none; }

      """)

  private static let tables = Markup(
    verbatim: """
      .scroll { overflow-x: auto; margin: 0 0 0.9rem; }
      table { border-collapse: collapse; font-size: 0.86rem; line-height: 1.4; }
      caption { text-align: left; font-size: 0.9rem; color: var(--muted); padding-bottom: 0.6rem; }
      th, td { padding: 0.42rem 0.6rem; text-align: left; vertical-align: top; }
      thead th { font-weight: 600; vertical-align: bottom; border-bottom: 1px solid var(--muted); }
      tbody tr + tr > * { border-top: 1px solid var(--grid); }
      tbody th { font-weight: 500; }
      .group th { padding-top: 1.1rem; font-weight: 700; border-bottom: 1px solid var(--rule); }
      .number, .numbers thead th[colspan] { text-align: right; white-space: nowrap; }
      .number { font-variant-numeric: tabular-nums; }
      .numbers { width: 100%; border-collapse: separate; border-spacing: 0; }
      .numbers th, .numbers td { padding: 0.42rem 0.45rem; }
      .numbers th:first-child { position: sticky; left: 0; background: var(--ground); z-index: 1; }
      .numbers thead th[colspan] { text-align: center; border-bottom: 0; padding-bottom: 0.1rem; }
      .numbers tbody th[colspan] { position: static; }
      .errors th, .errors td { padding: 0.42rem 0.36rem; }
      td.naive, th.naive { color: var(--naive); background: var(--naive-tint); }
      td.honest, th.honest { color: var(--honest); background: var(--honest-tint); }
      td.honest { font-weight: 700; } td.naive { font-style: italic; }
      .claims td.honest { font-weight: 500; }
      .faint { color: var(--muted); }
      .findings { margin: -0.4rem 0 1rem; padding-left: 1.1rem; }
      .deviation { display: block; font-size: 0.8em; font-weight: 400; opacity: 0.85;
        white-space: nowrap; }
      .claims { width: 100%; }
      .claims td:first-child, .claims th:first-child { padding-left: 0; width: 21%; }
      .claims td:nth-child(2) { width: 22%; }

      """)

  private static let small = Markup(
    verbatim: """
      @media (max-width: 46rem) {
        header { padding-top: 1.75rem; }
        .numbers { font-size: 0.8rem; } .numbers th, .numbers td { padding: 0.4rem 0.28rem; }
        .numbers th:first-child { max-width: 6.6rem; }
        section { margin-top: 1rem; padding-top: 1.75rem; }
        dl.facts { grid-template-columns: 1fr; gap: 0; }
        dl.facts dd { margin-bottom: 0.7rem; }
        .claims, .claims tbody, .claims tr, .claims td { display: block; width: auto; }
        .claims thead { position: absolute; left: -9999px; }
        .claims tr { background: var(--panel); border-radius: 8px; padding: 0.8rem 1rem;
          margin-bottom: 0.9rem; }
        .claims tbody tr > td, .claims tbody tr + tr > td { border: 0; padding: 0.2rem 0; }
        .claims td:first-child, .claims td:nth-child(2) { width: auto; }
        .claims td:first-child { font-size: 1rem; }
        .claims td[data-label]::before { content: attr(data-label); display: block;
          font-size: 0.78rem; color: var(--muted); }
        .claims td.absent { display: none; }
      }

      """)

  private static let print = Markup(
    verbatim: """
      @media print {
        @page { margin: 14mm; }
        :root { --ground: #fff; --panel: #f6f6f4; }
        body { max-width: none; padding: 0; font-size: 10pt; }
        nav { display: none; }
        section { break-before: auto; }
        h2, h3 { break-after: avoid; }
        figure .pair, .card, tr { break-inside: avoid; }
        .scroll { overflow: visible; }
        .numbers { font-size: 6.6pt; } .numbers th, .numbers td { padding: 2pt 2pt; }
        .grid3 { grid-template-columns: repeat(3, 1fr); }
        .cross { stroke: #e8112d; stroke-width: 2.4; stroke-linecap: round; fill: none; }
      .framed { stroke: #56b4e9; stroke-width: 1.6; fill: none; }
      .figure-row, .mosaics, .paths { grid-auto-columns: minmax(0, 1fr); gap: 0.5rem; }
        .figure-row { grid-auto-columns: minmax(0, 13rem); }
        .figure-row svg, .mosaics svg, .paths svg { break-inside: avoid; }
        .grid2 { grid-template-columns: repeat(4, 1fr); gap: 0.5rem; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      }
      """)
}
