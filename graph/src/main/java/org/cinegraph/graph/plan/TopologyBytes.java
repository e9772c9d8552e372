package org.cinegraph.graph.plan;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The packed form of a topology: a format number, then varints (seven bits a byte, low ones
/// first). Types stand in a table, successors as differences.
final class TopologyBytes {
  private static final int FORMAT = 1;
  private static final int BLOCKED = 1;
  private static final int ENDED = 2;
  private static final int IMMEDIATE = 4;
  private static final int TOLERANT = 8;

  private TopologyBytes() {}

  static byte[] pack(Topology topology) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> types =
        topology.nodes().stream().map(Topology.Node::type).distinct().sorted().toList();
    out.write(FORMAT);
    number(out, topology.segment());
    number(out, topology.firstNode());
    number(out, types.size());
    types.forEach(type -> text(out, type));
    number(out, topology.size());
    for (Topology.Node node : topology.nodes()) {
      number(out, types.indexOf(node.type()));
      out.write(flags(node));
      text(out, node.name());
      number(out, node.successors().size());
      int before = 0;
      for (int successor : node.successors()) {
        number(out, successor - before);
        before = successor;
      }
    }
    return out.toByteArray();
  }

  private static int flags(Topology.Node node) {
    return (node.blocked() ? BLOCKED : 0)
        | (node.ended() ? ENDED : 0)
        | (node.immediate() ? IMMEDIATE : 0)
        | (node.tolerant() ? TOLERANT : 0);
  }

  static Topology unpack(byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    try {
      int format = in.get();
      if (format != FORMAT) {
        throw new IllegalArgumentException("Topology of unknown format " + format);
      }
      int segment = number(in);
      int first = number(in);
      List<String> types = new ArrayList<>();
      for (int left = number(in); left > 0; left--) {
        types.add(text(in));
      }
      List<Topology.Node> nodes = new ArrayList<>();
      for (int left = number(in); left > 0; left--) {
        nodes.add(node(in, types));
      }
      return new Topology(segment, first, nodes);
    } catch (BufferUnderflowException | IndexOutOfBoundsException truncated) {
      throw new IllegalArgumentException("Truncated topology of " + packed.length + " bytes");
    }
  }

  private static Topology.Node node(ByteBuffer in, List<String> types) {
    String type = types.get(number(in));
    int flags = in.get();
    String name = text(in);
    List<Integer> successors = new ArrayList<>();
    int successor = 0;
    for (int left = number(in); left > 0; left--) {
      successor += number(in);
      successors.add(successor);
    }
    return new Topology.Node(
        name,
        type,
        (flags & BLOCKED) != 0,
        (flags & ENDED) != 0,
        (flags & IMMEDIATE) != 0,
        (flags & TOLERANT) != 0,
        successors);
  }

  private static void number(ByteArrayOutputStream out, int number) {
    int left = number;
    while (left > 0x7F) {
      out.write(left & 0x7F | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  private static int number(ByteBuffer in) {
    int number = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      byte part = in.get();
      number |= (part & 0x7F) << shift;
      if (part >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("A number of a topology is too long");
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static String text(ByteBuffer in) {
    int length = number(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
