package io.github.brazeaudience.flink;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The part of a job that forwards updates, wherever they come from. */
public final class AudienceStream {
  /** The side output with the updates that were rejected. */
  public static final OutputTag<RejectedUpdate> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(RejectedUpdate.class));

  private AudienceStream() {}

  /**
   * Forwards updates. The state of each user is kept under {@code uid} "membership", so that it is
   * found again by a later version of a job.
   *
   * @param lines updates in the form of the command line's ndjson. After a restart the source gives
   *     those since the last checkpoint again, the same ones; and those of one user come in one
   *     order, always the same: from one partition, one file, or a stream keyed by user
   * @param settings where to and how
   * @return the updates that came to their end, with the {@linkplain #REJECTED rejected} ones
   *     beside
   */
  public static SingleOutputStreamOperator<SettledUpdate> forward(
      DataStream<byte[]> lines, ForwardSettings settings) {
    return lines
        .map(new UserOfLine(settings))
        .returns(UserLine.class)
        .name("user of line")
        .uid("user-of-line")
        .keyBy(UserLine::user)
        .transform(
            "forward to Braze",
            TypeInformation.of(SettledUpdate.class),
            new AudienceOperatorFactory(settings))
        .uid("membership");
  }
}
