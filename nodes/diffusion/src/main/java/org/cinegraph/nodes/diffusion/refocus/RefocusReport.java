package org.cinegraph.nodes.diffusion.refocus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.NodeContext;
import org.cinegraph.nodes.video.frame.Png;

/// What a sampling says of its attention: a picture for each group, and numbers for each step.
public final class RefocusReport {
  private static final int LIGHTEST = 255;

  private final List<Picture> pictures;
  private final Value numbers;

  /// @param levels row by row
  @SuppressWarnings("ArrayRecordComponent")
  private record Picture(int width, int height, byte[] levels) {}

  private RefocusReport(List<Picture> pictures, Value numbers) {
    this.pictures = pictures;
    this.numbers = numbers;
  }

  /// That of a sampling whose attention was left as it is.
  public static RefocusReport none() {
    return new RefocusReport(List.of(), new Value.Fields(new LinkedHashMap<>()));
  }

  static RefocusReport of(RefocusRecord record, FocusLayout layout, int factor) {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; record.heads() > 0 && i < layout.groups().size(); i++) {
      pictures.add(picture(record, layout, i, factor));
    }
    Value numbers =
        new FieldWriter()
            .list("groups", layout.groups(), group -> new Value.Text(group.name()))
            .list("steps", record.steps(), RefocusReport::written)
            .fields();
    return new RefocusReport(pictures, numbers);
  }

  private static Value written(RefocusRecord.Step step) {
    FieldWriter fields = new FieldWriter().integer("step", step.step() + 1L);
    if (!step.shares().isEmpty()) {
      fields.put("hola", new Value.Float(step.hola()));
      fields.list("shares", step.shares(), Value.Float::new);
    }
    if (!step.descents().isEmpty()) {
      fields.list("descents", step.descents(), RefocusReport::written);
    }
    return fields.fields();
  }

  private static Value written(RefocusRecord.Descent descent) {
    return new FieldWriter()
        .put("before", new Value.Float(descent.before()))
        .put("after", new Value.Float(descent.after()))
        .integer("halvings", descent.halvings())
        .fields();
  }

  /// The mean map, white where it is largest, at the size of what was made; the frames of a video
  /// side by side.
  private static Picture picture(RefocusRecord record, FocusLayout layout, int group, int factor) {
    MapShape shape = layout.shape();
    float[] maps = record.maps();
    int start = group * shape.places();
    float most = 0;
    for (int i = 0; i < shape.places(); i++) {
      most = Math.max(most, maps[start + i]);
    }
    int width = shape.frames() * shape.columns() * factor;
    int height = shape.rows() * factor;
    byte[] levels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int across = x / factor;
        int frame = across / shape.columns();
        int place =
            (frame * shape.rows() + y / factor) * shape.columns() + across % shape.columns();
        levels[y * width + x] =
            (byte) (most > 0 ? Math.round(LIGHTEST * maps[start + place] / most) : 0);
      }
    }
    return new Picture(width, height, levels);
  }

  /// Fills the ports `maps` and `attention`.
  public void output(NodeContext context) throws IOException, InterruptedException {
    List<PortValue> maps = new ArrayList<>();
    for (Picture picture : pictures) {
      Path file = Files.createTempFile(context.temporaryFolder(), "map", ".png");
      Files.write(file, Png.encodeGrey(picture.width(), picture.height(), picture.levels()));
      maps.add(new PortValue.Artifact(context.store(file, Png.MEDIA_TYPE)));
    }
    context.output("maps", new PortValue.Many(maps));
    context.output("attention", new PortValue.Inline(numbers));
  }
}
