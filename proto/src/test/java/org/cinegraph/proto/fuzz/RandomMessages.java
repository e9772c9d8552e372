package org.cinegraph.proto.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Messages of any type with random content, most of it at the edges: nothing, negative, too long,
/// not a UUID, not JSON, the NUL character. The same seed gives the same messages.
///
/// Baits are values that get past the first check: a lease that exists, a digest that is stored.
public final class RandomMessages {
  private static final int DEEPEST = 6;
  private static final int GIANT = 200_000;
  private static final String[] TEXTS = {
    "", " ", "a", "no-op", "{}", "[1,", "\"text\"", "\0", "é\uD83D\uDE00", "../../etc", "-1"
  };
  private static final long[] NUMBERS = {
    0, 1, -1, 2, 7, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final Random random;
  private final SortedSet<String> reached = new TreeSet<>();
  private final Map<String, Supplier<?>> baits = new HashMap<>();

  public RandomMessages(long seed) {
    this.random = new Random(seed);
  }

  /// A value for a field, by its full name, that is taken half of the time.
  public void bait(String field, Supplier<?> value) {
    baits.put(field, value);
  }

  /// The full names of all fields that were set so far.
  public SortedSet<String> reached() {
    return reached;
  }

  /// The full names of all fields that a message of the type can carry, at any depth.
  public static SortedSet<String> fields(Descriptor type) {
    SortedSet<String> fields = new TreeSet<>();
    collect(type, fields);
    return fields;
  }

  private static void collect(Descriptor type, SortedSet<String> fields) {
    for (FieldDescriptor field : type.getFields()) {
      if (fields.add(field.getFullName())
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        collect(field.getMessageType(), fields);
      }
    }
  }

  @SuppressWarnings("unchecked")
  public <M extends Message> M next(M type) {
    return (M) fill(type.newBuilderForType(), 0).build();
  }

  /// The message with one of its fields set anew.
  @SuppressWarnings("unchecked")
  public <M extends Message> M changed(M message) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    Message.Builder builder = message.toBuilder();
    set(builder, fields.get(random.nextInt(fields.size())), 1);
    return (M) builder.build();
  }

  private Message.Builder fill(Message.Builder builder, int depth) {
    if (depth >= DEEPEST) {
      return builder;
    }
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field.getRealContainingOneof() == null && random.nextInt(10) < 8) {
        set(builder, field, depth);
      }
    }
    for (OneofDescriptor choice : builder.getDescriptorForType().getRealOneofs()) {
      if (random.nextInt(20) > 0) {
        set(builder, choice.getField(random.nextInt(choice.getFieldCount())), depth);
      }
    }
    return builder;
  }

  private void set(Message.Builder builder, FieldDescriptor field, int depth) {
    reached.add(field.getFullName());
    if (field.isRepeated()) {
      List<Object> values = new ArrayList<>();
      int count = random.nextInt(200) == 0 ? 500 : random.nextInt(4);
      for (int i = 0; i < count; i++) {
        values.add(value(builder, field, count > 10 ? DEEPEST : depth));
      }
      builder.setField(field, values);
    } else {
      builder.setField(field, value(builder, field, depth));
    }
  }

  private Object value(Message.Builder builder, FieldDescriptor field, int depth) {
    Supplier<?> bait = baits.get(field.getFullName());
    if (bait != null && random.nextBoolean()) {
      return bait.get();
    }
    return switch (field.getJavaType()) {
      case INT -> (int) NUMBERS[random.nextInt(NUMBERS.length)];
      case LONG -> NUMBERS[random.nextInt(NUMBERS.length)];
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian() * 1e9;
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> bytes();
      case ENUM -> choice(field);
      case MESSAGE -> fill(builder.newBuilderForField(field), depth + 1).build();
    };
  }

  private EnumValueDescriptor choice(FieldDescriptor field) {
    return field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(12));
  }

  private String text() {
    return random.nextInt(500) == 0 ? "x".repeat(GIANT) : TEXTS[random.nextInt(TEXTS.length)];
  }

  private ByteString bytes() {
    int[] lengths = {0, 1, 15, 16, 31, 32, 33, 1_000};
    int length = random.nextInt(500) == 0 ? GIANT : lengths[random.nextInt(lengths.length)];
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
