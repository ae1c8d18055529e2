package io.github.brazeaudience.flink;

import io.github.brazeaudience.cli.input.LineReader;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Format that splits a file into lines, as unchanged bytes. Blank lines are skipped; an empty line
 * replaces a line longer than {@value LineReader#MAX_LINE_BYTES} bytes.
 */
public final class LineFormat extends SimpleStreamFormat<byte[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public StreamFormat.Reader<byte[]> createReader(Configuration config, FSDataInputStream in) {
    return new Lines(in);
  }

  @Override
  public TypeInformation<byte[]> getProducedType() {
    return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
  }

  private static final class Lines implements StreamFormat.Reader<byte[]> {
    private static final byte[] TOO_LONG = {};

    private final FSDataInputStream in;
    private final LineReader lines;

    Lines(FSDataInputStream in) {
      this.in = in;
      this.lines = new LineReader(in);
    }

    @Override
    public byte @Nullable [] read() throws IOException {
      while (lines.next()) {
        if (lines.tooLong()) {
          return TOO_LONG;
        }
        if (!lines.isBlank()) {
          return Arrays.copyOf(lines.bytes(), lines.length());
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
