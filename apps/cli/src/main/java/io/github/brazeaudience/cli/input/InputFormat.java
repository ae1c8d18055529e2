package io.github.brazeaudience.cli.input;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Format of the inputs. */
public enum InputFormat {
  /** One JSON object per line. */
  NDJSON {
    @Override
    UpdateReader reader(InputStream in) {
      return new NdjsonReader(in);
    }
  },
  /** mParticle Firehose messages, JSON documents one after another. */
  MPARTICLE_FIREHOSE {
    @Override
    UpdateReader reader(InputStream in) {
      return new FirehoseUpdates(in);
    }
  };

  /** The name on the command line, such as {@code mparticle-firehose}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Parses the name of a format, in any case.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static InputFormat parse(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.label().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "\"%s\" is not a format; write %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(InputFormat::label)
                                .collect(Collectors.joining(" or ")))));
  }

  /** Creates a reader for a file of this format. */
  abstract UpdateReader reader(InputStream in);
}
