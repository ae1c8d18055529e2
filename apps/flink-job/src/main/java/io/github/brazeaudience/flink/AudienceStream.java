package io.github.brazeaudience.flink;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** Part of a job that forwards a stream of updates from any source. */
public final class AudienceStream {
  /** The side output with the updates that were rejected. */
  public static final OutputTag<RejectedUpdate> REJECTED =
      new OutputTag<>("rejected", TypeInformation.of(RejectedUpdate.class));

  private AudienceStream() {}

  /**
   * Forwards updates. The state of each user has the {@code uid} "membership", which later versions
   * of a job find.
   *
   * @param lines updates in the command line's ndjson format. After a restart the source must
   *     repeat the updates since the last checkpoint, with the updates of a user in the same order:
   *     from one partition, one file, or a stream keyed by user
   * @param settings endpoint, mode and limits
   * @return the completed updates, with the {@linkplain #REJECTED rejected} updates as a side
   *     output
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
