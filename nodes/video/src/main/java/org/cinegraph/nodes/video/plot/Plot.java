package org.cinegraph.nodes.video.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.sdk.NodeType;
import org.cinegraph.nodes.sdk.Parameters;
import org.cinegraph.nodes.video.draw.Colour;
import org.cinegraph.nodes.video.draw.Glyphs;
import org.cinegraph.nodes.video.frame.Frame;
import org.cinegraph.nodes.video.frame.Png;

/// `plot`: what a study found, as a picture.
public final class Plot implements NodeType {
  private static final int MOST_POINTS = 10_000;

  private static final NodeDeclaration DECLARATION =
      new NodeDeclaration(
          "plot",
          1,
          "Numbers as a curve",
          """
          Draws points with a line through them in the order of the lists, axes with round numbers,
          and a grid. Without `x` the points are numbered from 0. Words are in the letters of
          `title-card`; colours are those of `title-card`.
          """,
          List.of(),
          List.of(
              Parameter.required("y", numbers(), "how high each point is; at least one"),
              Parameter.optional(
                  "x", numbers(), new Value.Items(List.of()), "where each point is, or nothing"),
              text("title", "", "above the plot"),
              text("x-label", "", "below the horizontal axis"),
              text("y-label", "", "above the vertical axis"),
              Parameter.optional(
                  "joined",
                  new PortType.Boolean(),
                  new Value.Bool(true),
                  "whether a line goes through the points"),
              text("ink", "black", "colour of words and axes"),
              text("paper", "white", "colour of the ground"),
              text("line", "blue", "colour of the points and their line"),
              number("width", 640),
              number("height", 400)),
          List.of(new OutputPort("image", new PortType.Image(), "the plot, a PNG")),
          new Demand(Demand.DeviceClass.ANY, 0, 128L << 20, false),
          """
          graph: plot
          nodes:
            plot: {type: plot, with: {x: [1, 2, 4, 8], y: [0.31, 0.52, 0.7, 0.74], title: "Guidance", x-label: guidance, y-label: share}}
          outputs:
            plot: $plot.image
          """);

  @Override
  public NodeDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public void run(NodeContext context) throws NodeFailure, IOException, InterruptedException {
    Parameters parameters = context.parameters();
    List<Double> y = parameters.numbers("y");
    requirePlottable("y", y);
    List<Double> x = parameters.numbers("x").isEmpty() ? numbered(y) : parameters.numbers("x");
    requirePlottable("x", x);
    if (x.size() != y.size()) {
      throw NodeFailure.user(
          "points-mismatch",
          "Parameters x and y of plot: expected as many numbers in both, found %d and %d."
              .formatted(x.size(), y.size()));
    }
    PlotPainter painter =
        new PlotPainter(
            look(parameters),
            parameters.smallInteger("width"),
            parameters.smallInteger("height"),
            x,
            y);
    Frame plot = painter.draw(x, y, parameters.flag("joined"));
    Path file = Files.createTempFile(context.temporaryFolder(), "plot", ".png");
    Files.write(file, Png.encode(plot));
    context.output("image", context.store(file, Png.MEDIA_TYPE));
  }

  private static List<Double> numbered(List<Double> y) {
    List<Double> x = new ArrayList<>(y.size());
    for (int i = 0; i < y.size(); i++) {
      x.add((double) i);
    }
    return x;
  }

  private static void requirePlottable(String name, List<Double> numbers) throws NodeFailure {
    if (numbers.isEmpty() || numbers.size() > MOST_POINTS) {
      throw NodeFailure.user(
          "points-out-of-range",
          "Parameter %s of plot: expected 1 to %d numbers, found %d."
              .formatted(name, MOST_POINTS, numbers.size()));
    }
    for (double number : numbers) {
      if (Math.abs(number) > Axis.LARGEST) {
        throw NodeFailure.user(
            "number-too-large",
            "Parameter %s of plot: expected numbers up to %s, found %s."
                .formatted(name, Axis.LARGEST, number));
      }
    }
  }

  private static PlotPainter.Look look(Parameters parameters) throws NodeFailure {
    return new PlotPainter.Look(
        line(parameters, "title"),
        line(parameters, "x-label"),
        line(parameters, "y-label"),
        Colour.parse("ink", parameters.text("ink")),
        Colour.parse("paper", parameters.text("paper")),
        Colour.parse("line", parameters.text("line")));
  }

  private static String line(Parameters parameters, String name) throws NodeFailure {
    String text = parameters.text(name).replace('\n', ' ');
    Glyphs.requireDrawable("Parameter " + name, text);
    return text;
  }

  private static PortType numbers() {
    return new PortType.ListOf(new PortType.Float());
  }

  private static Parameter text(String name, String fallback, String text) {
    return Parameter.optional(name, new PortType.Text(), new Value.Text(fallback), text);
  }

  private static Parameter number(String name, int fallback) {
    return Parameter.optional(name, new PortType.Int(), new Value.Int(fallback), "pixels")
        .between(160, 4_096);
  }
}
