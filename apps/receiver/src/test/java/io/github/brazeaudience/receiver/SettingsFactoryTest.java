package io.github.brazeaudience.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.options.CommandLines;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.options.Membership;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tests of the settings from options and environment. */
class SettingsFactoryTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          ConnectionOptions.DEFAULT_KEY_VARIABLE,
          "the-key",
          "OTHER_KEY",
          "another-key",
          "SECRET",
          "open sesame",
          "UMLAUT",
          "öffne dich",
          "PADDED",
          "open sesame ",
          "EMPTY",
          " ");

  private record Result(BrazeAudienceConfig config, ReceiverSettings settings) {}

  private static Result read(String... args) throws UsageException {
    List<String> all =
        Stream.concat(Stream.of("--journal=j", "--send-segments-as=array"), Stream.of(args))
            .toList();
    return readOnly(all.toArray(String[]::new));
  }

  private static ReceiveCommand parse(String... args) throws UsageException {
    ReceiveCommand command = new ReceiveCommand(ENVIRONMENT, line -> {}, "1.0");
    try {
      CommandLines.configure(new CommandLine(command)).parseArgs(args);
      return command;
    } catch (ParameterException e) {
      throw CommandLines.usageException(e);
    }
  }

  private static Result readOnly(String... args) throws UsageException {
    SettingsFactory factory = new SettingsFactory(parse(args), ENVIRONMENT);
    BrazeAudienceConfig config = factory.config();
    return new Result(config, factory.settings(config, "1.0"));
  }

  @Test
  void settings_byDefault_areThoseOfTheHelp() throws UsageException {
    Result result = read();

    assertThat(result.config())
        .isEqualTo(
            BrazeAudienceConfig.builder()
                .restApiKey("the-key")
                .sendSegmentsAs(SendSegmentsAs.ARRAY_ATTRIBUTE)
                .build());
    assertThat(result.settings().address().getHostString()).isEqualTo(ReceiverOptions.DEFAULT_HOST);
    assertThat(result.settings().address().getPort()).isEqualTo(ReceiverOptions.DEFAULT_PORT);
    assertThat(result.settings().journal()).isEqualTo(Path.of("j"));
    assertThat(result.settings().limits())
        .isEqualTo(JournalLimits.ofMib(JournalLimits.DEFAULT_MAX_MIB));
  }

  @Test
  void settings_allOptions_areTaken() throws UsageException {
    Result result =
        read(
            "--rest-endpoint=rest.example.com:8443",
            "--rest-api-key-env=OTHER_KEY",
            "--external-identity-type=other2",
            "--email-identity-type=other3",
            "--array-max-length=25",
            "--max-objects-per-request=50",
            "--device-match=android_id",
            "--api-key=app",
            "--api-key-os=ios",
            "--host=localhost",
            "--port=0",
            "--journal-limit=64",
            "--secret-env=SECRET",
            "--name=Acme");

    assertThat(result.config().endpoints())
        .isEqualTo(BrazeEndpoints.ofRest("rest.example.com:8443"));
    assertThat(result.config().restApiKey().reveal()).isEqualTo("another-key");
    assertThat(result.config().externalIdentityType()).isEqualTo(IdentityType.OTHER_2);
    assertThat(result.config().emailIdentityType()).isEqualTo(IdentityType.OTHER_3);
    assertThat(result.config().arrayMaxLength()).isEqualTo(25);
    assertThat(result.config().maxObjectsPerRequest()).isEqualTo(50);
    assertThat(result.config().deviceMatch()).hasSize(1);
    assertThat(result.settings().address().getPort()).isZero();
    assertThat(result.settings().limits()).isEqualTo(JournalLimits.ofMib(64));
    assertThat(result.settings().registration().toString()).contains("Acme 1.0", "apple_push");
    assertThat(result.settings().toString()).doesNotContain("open sesame");
  }

  @Test
  void settings_instanceAndNoDevices_areTaken() throws UsageException {
    Result result = read("--instance", "EU 01 Cluster", "--device-match", "none");

    assertThat(result.config().instance()).isEqualTo(BrazeInstance.EU_01);
    assertThat(result.config().deviceMatch()).isEmpty();
  }

  @Test
  void settings_cleartextOnThisMachine_isForTests() throws UsageException {
    assertThat(read("--rest-endpoint=http://127.0.0.1:8089").config().endpoints())
        .isEqualTo(BrazeEndpoints.ofCleartextLoopback("127.0.0.1:8089"));
  }

  @ParameterizedTest
  @EnumSource
  void config_modeWithTheString_isRefusedBecauseNoMessageHasTheFullSet(SendSegmentsAs mode)
      throws UsageException {
    String[] args = {"--journal=j", "--send-segments-as=" + mode};
    if (mode.single()) {
      assertThatThrownBy(() -> readOnly(args))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("full membership")
          .hasMessageContaining("ARRAY_AND_PER_SEGMENT")
          .hasMessageContaining("--store FILE");
    } else {
      assertThat(readOnly(args).config().sendSegmentsAs()).isEqualTo(mode);
    }
  }

  @ParameterizedTest
  @EnumSource
  void config_withStore_takesEveryMode(SendSegmentsAs mode) throws UsageException {
    assertThat(
            readOnly("--journal=j", "--send-segments-as=" + mode, "--store=users.store")
                .config()
                .sendSegmentsAs())
        .isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({"reject,REJECT", "empty,IN_NO_AUDIENCE", "Read-Back,READ_BACK"})
  void membership_unknownUsers_areTaken(
      String meaning, UnknownUsers expected, @TempDir Path directory) throws UsageException {
    ReceiveCommand command =
        parse("--store=" + directory.resolve("s"), "--unknown-users=" + meaning);

    try (Membership membership =
        Objects.requireNonNull(new SettingsFactory(command, ENVIRONMENT).membership())) {
      assertThat(membership.policy().unknownUsers()).isEqualTo(expected);
    }
  }

  @Test
  void membership_withoutStore_isNull() throws UsageException {
    assertThat(new SettingsFactory(parse(), ENVIRONMENT).membership()).isNull();
  }

  @Test
  void membership_storeThatCannotBe_isRefusedWithTheOption(@TempDir Path directory)
      throws UsageException {
    ReceiveCommand command = parse("--store=" + directory);

    assertThatThrownBy(() -> new SettingsFactory(command, ENVIRONMENT).membership())
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--store: ");
  }

  @Test
  void settings_withoutJournalOrMode_areRefused() {
    assertThatThrownBy(() -> readOnly("--send-segments-as=array"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--journal DIRECTORY");
    assertThatThrownBy(() -> readOnly("--journal=", "--send-segments-as=array"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--journal DIRECTORY");
    assertThatThrownBy(() -> readOnly("--journal=j"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--send-segments-as must be");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=65536|--port must be from 0 to 65535",
        "--port=-1|--port must be from 0 to 65535",
        "--port=x|--port",
        "--journal-limit=63|at least 64",
        "--host=no.such.host.invalid|--host names no address",
        "--rest-api-key-env=NOT_SET|\"NOT_SET\" is not set",
        "--rest-api-key-env=EMPTY|is empty",
        "--rest-api-key-env=the-secret-key|takes the name of an environment variable",
        "--secret-env=NOT_SET|\"NOT_SET\" is not set; export it with the secret",
        "--secret-env=UMLAUT|the secret has",
        "--secret-env=PADDED|the secret has",
        "--rest-api-key=the-secret-key|a key is never an argument",
        "--instance=CUSTOM|--rest-endpoint AUTHORITY",
        "--instance=XX|US_03",
        "--rest-endpoint=https://rest.example.com/|write \"rest.example.com\"",
        "--rest-endpoint=http://rest.example.com|--rest-endpoint",
        "--device-match=idfa,what|--device-match",
        "--api-key=|--api-key is blank",
        "--external-identity-type=alias|no Firehose message has",
        "--name=|`name` is blank",
        "--unknown-users=empty|add --store FILE",
        "--unknown-users=some|must be reject, empty or read-back",
        "--what|receive has no option --what",
        "the-secret-key|receive takes no further arguments",
        "--journal=k|--journal"
      })
  void settings_wrongValue_isRefusedWithWhatToWrite(String arg, String message) {
    assertThatThrownBy(() -> read(arg))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("the-secret-key");
  }

  @Test
  void settings_instanceAndEndpoint_areRefusedTogether() {
    assertThatThrownBy(() -> read("--instance=US_01", "--rest-endpoint=rest.example.com"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("leave one of them out");
  }

  @Test
  void secret_toString_isRedacted() {
    assertThat(Secret.of("open sesame")).hasToString("Secret[redacted]");
  }
}
