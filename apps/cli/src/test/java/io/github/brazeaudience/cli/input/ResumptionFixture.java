package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** Inputs of some texts, and the updates and places that are read from them. */
abstract class ResumptionFixture {
  static final String LINE = "{\"identities\":{\"customer_id\":\"u\"},\"member_of\":[]}";

  static final String DOCUMENT =
      "{\"type\":\"audience_membership_change_request\",\n \"user_profiles\":[{},\n{\"mpid\":\"1\"},{}]}";

  @TempDir Path directory;

  /** How a text is given to the program. */
  enum Kind {
    FILE,
    GZIP_FILE,
    STREAM
  }

  /** An update in comparable form, and the place before it. */
  record Seen(String what, Place before) {}

  /** All updates of some inputs, and the reader after the last one. */
  record ReadResult(List<Seen> seen, InputFiles files) {
    List<String> from(int first) {
      return seen.stream().skip(first).map(Seen::what).toList();
    }

    List<Place> places() {
      List<Place> places = new ArrayList<>(seen.stream().map(Seen::before).toList());
      places.add(files.place());
      return places;
    }
  }

  static ReadResult read(List<Input> inputs, InputFormat format, StartingPoint start) {
    List<Seen> seen = new ArrayList<>();
    List<String> where = new ArrayList<>();
    List<Place> before = new ArrayList<>();
    InputFiles files =
        new InputFiles(
            inputs,
            format,
            (file, line, unknown, place) -> {
              where.add(file + ":" + line);
              before.add(place);
            },
            () -> false,
            start);
    while (files.hasNext()) {
      String update = String.valueOf(files.next());
      seen.add(new Seen(where.get(seen.size()) + " " + update, before.get(seen.size())));
    }
    assertThat(files.failures()).isEmpty();
    assertThat(files.complete()).isTrue();
    return new ReadResult(seen, files);
  }

  List<Input> inputs(Kind kind, List<String> texts) throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
      inputs.add(
          kind == Kind.STREAM
              ? Input.bundled("i" + i, new ByteArrayInputStream(bytes))
              : Input.file(
                  Files.write(directory.resolve("i" + i), kind == Kind.FILE ? bytes : gzip(bytes))
                      .toString()));
    }
    return inputs;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
