package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is read and written in the encoding of MVStore and earlier releases. */
final class TextTypeTest {
  private static final TextType TYPE = TextType.INSTANCE;

  /** Texts with a character of each size at each position of a word that is read at once. */
  static Stream<String> texts() {
    Stream<String> ascii =
        Stream.of("", "u", "?", "\u0000", "\u007F", "7 chars", "8 chars.", "9 chars..");
    Stream<String> others =
        Stream.of("\u0080", "ä", "\u07FF", "\u0800", "漢", "\uFFFF", "😀", "\uD83D")
            .flatMap(
                other ->
                    Stream.of("", "1", "1234567", "12345678", "123456789abcdefgh")
                        .flatMap(text -> Stream.of(other + text, text + other)));
    return Stream.concat(ascii, others);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void read_writtenByMvStore_isEqual(String text) {
    WriteBuffer out = new WriteBuffer();
    StringDataType.INSTANCE.write(out, "before");
    StringDataType.INSTANCE.write(out, text);
    StringDataType.INSTANCE.write(out, "after");
    ByteBuffer heap = out.getBuffer().flip();
    ByteBuffer direct = ByteBuffer.allocateDirect(heap.limit()).put(heap.duplicate()).flip();
    ByteBuffer slice = ByteBuffer.allocate(heap.limit() + 3).position(3).slice();
    slice.put(heap.duplicate()).flip();

    for (ByteBuffer in : new ByteBuffer[] {heap, direct, slice}) {
      assertThat(TYPE.read(in)).isEqualTo("before");
      assertThat(TYPE.read(in)).isEqualTo(text);
      assertThat(TYPE.read(in)).isEqualTo("after");
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void write_anyText_isWrittenAsByMvStore(String text) {
    WriteBuffer out = new WriteBuffer();
    TYPE.write(out, text);
    WriteBuffer expected = new WriteBuffer();
    StringDataType.INSTANCE.write(expected, text);

    assertThat(out.getBuffer().flip()).isEqualTo(expected.getBuffer().flip());
  }

  @ParameterizedTest
  @ValueSource(ints = {9, Integer.MAX_VALUE, -1})
  void read_lengthBeyondThePage_fails(int length) {
    WriteBuffer out = new WriteBuffer();
    out.putVarInt(length);
    out.putStringData("8 chars.", 8);

    assertThatThrownBy(() -> TYPE.read(out.getBuffer().flip()));
  }
}
