package io.github.brazeaudience.flink;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Job that forwards files of updates, with one reader per file and the state of all users in
 * RocksDB. Rejected updates are written to files.
 */
public final class AudienceJob {
  /** Longer than the outage limit, because an outage of Braze must not end the job. */
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofHours(1);

  private AudienceJob() {}

  /**
   * Starts the job.
   *
   * @param arguments see {@link Options}
   * @throws Exception if it cannot be started, or waits for its end and fails
   */
  public static void main(String[] arguments) throws Exception {
    Options options = Options.parse(arguments);
    var environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration(options));
    var unused = build(environment, options);
    environment.execute("braze-audience");
  }

  static Configuration configuration(Options options) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, options.checkpoints);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, options.checkpointInterval);
    configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_TIMEOUT);
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    return configuration;
  }

  /** The job but for what becomes of the updates that were not rejected. */
  static SingleOutputStreamOperator<SettledUpdate> build(
      StreamExecutionEnvironment environment, Options options) {
    FileSource.FileSourceBuilder<byte[]> files =
        FileSource.forRecordStreamFormat(new LineFormat(), new Path(options.input));
    if (options.watch != null) {
      files.monitorContinuously(options.watch);
    }
    DataStream<byte[]> lines =
        environment
            .fromSource(files.build(), WatermarkStrategy.noWatermarks(), "files of updates")
            .uid("files");
    SingleOutputStreamOperator<SettledUpdate> settled =
        AudienceStream.forward(lines, options.settings());
    settled
        .getSideOutput(AudienceStream.REJECTED)
        .sinkTo(
            FileSink.forRowFormat(new Path(options.rejected), new RejectedUpdateEncoder())
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(OnCheckpointRollingPolicy.build())
                .build())
        .name("rejected updates")
        .uid("rejected");
    return settled;
  }
}
