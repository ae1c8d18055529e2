package io.github.brazeaudience.flink;

import static org.apache.flink.runtime.checkpoint.CheckpointFailureReason.NOT_ALL_REQUIRED_TASKS_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A cluster in this process, of two task managers with two slots each. */
final class TestCluster implements AutoCloseable {
  static final int PARALLELISM = 4;

  private static final int TASK_MANAGERS = 2;
  private static final int RESTARTS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final MiniCluster cluster;
  private int killed;

  TestCluster() throws Exception {
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setNumTaskManagers(TASK_MANAGERS)
                .setNumSlotsPerTaskManager(PARALLELISM / TASK_MANAGERS)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** An environment for a job that is started again at once. */
  static StreamExecutionEnvironment environment(Options options) {
    Configuration configuration = AudienceJob.configuration(options);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    return new StreamExecutionEnvironment(configuration).setParallelism(PARALLELISM);
  }

  static String uri(Path directory) {
    return directory.toUri().toString();
  }

  JobID start(StreamExecutionEnvironment environment) throws Exception {
    return get(cluster.submitJob(environment.getStreamGraph().getJobGraph())).getJobID();
  }

  /**
   * Takes a checkpoint and waits until it is complete.
   *
   * @return false if not all tasks are running
   */
  boolean checkpoint(JobID job) throws Exception {
    try {
      assertThat(get(cluster.triggerCheckpoint(job))).isNotEmpty();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CheckpointException refused
          && refused.getCheckpointFailureReason() == NOT_ALL_REQUIRED_TASKS_RUNNING) {
        return false;
      }
      throw e;
    }
  }

  /** Ends a task manager, with all that its tasks were doing, and starts another one. */
  void killTaskManager() throws Exception {
    get(cluster.terminateTaskManager(killed++));
    cluster.startTaskManager();
  }

  /** Waits for the end of a job, and throws its failure. */
  void await(JobID job) throws Exception {
    var unused =
        get(cluster.requestJobResult(job)).toJobExecutionResult(getClass().getClassLoader());
  }

  /** Returns the number of restores of a job from a checkpoint. */
  long restores(JobID job) throws Exception {
    return Objects.requireNonNull(
            get(cluster.getArchivedExecutionGraph(job)).getCheckpointStatsSnapshot())
        .getCounts()
        .getNumberOfRestoredCheckpoints();
  }

  private static <T> T get(CompletableFuture<T> result) throws Exception {
    return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
