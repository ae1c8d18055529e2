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
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.receiver.database.DatabaseSettings;
import io.github.brazeaudience.receiver.intake.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  private static ReceiverSettings read(String... args) throws UsageException {
    List<String> all =
        Stream.concat(Stream.of("--send-segments-as=array"), Stream.of(args)).toList();
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

  private static ReceiverSettings readOnly(String... args) throws UsageException {
    return new SettingsFactory(parse(args), ENVIRONMENT).settings("1.0");
  }

  @Test
  void settings_byDefault_areThoseOfTheHelp() throws UsageException {
    ReceiverSettings result = read();

    assertThat(result.config())
        .isEqualTo(
            BrazeAudienceConfig.builder()
                .restApiKey("the-key")
                .sendSegmentsAs(SendSegmentsAs.ARRAY_ATTRIBUTE)
                .build());
    assertThat(result.address().getHostAddress()).isEqualTo(ReceiverOptions.DEFAULT_HOST);
    assertThat(result.port()).isEqualTo(ReceiverOptions.DEFAULT_PORT);
    assertThat(result.path()).isEqualTo("/");
    assertThat(result.database())
        .isEqualTo(DatabaseSettings.parse("braze-audience-receiver", null, null));
    assertThat(result.store()).isEqualTo(new StoreSettings.None());
    assertThat(result.maxBacklog()).isEqualTo(ReceiverOptions.DEFAULT_MAX_BACKLOG);
  }

  @Test
  void settings_allOptions_areTaken() throws UsageException {
    ReceiverSettings result =
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
            "--path=/mparticle",
            "--database=jdbc:postgresql://db/receiver",
            "--database-user=braze",
            "--database-password-env=SECRET",
            "--max-backlog=64",
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
    assertThat(result.port()).isZero();
    assertThat(result.path()).isEqualTo("/mparticle");
    assertThat(result.database().user()).isEqualTo("braze");
    assertThat(result.database().password()).isEqualTo("open sesame");
    assertThat(result.maxBacklog()).isEqualTo(64);
    assertThat(result.registration().toString()).contains("Acme 1.0", "apple_push");
    assertThat(result.toString()).doesNotContain("open sesame");
  }

  @Test
  void settings_instanceAndNoDevices_areTaken() throws UsageException {
    ReceiverSettings result = read("--instance", "EU 01 Cluster", "--device-match", "none");

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
    String[] args = {"--send-segments-as=" + mode};
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
            readOnly("--send-segments-as=" + mode, "--store=users.store").config().sendSegmentsAs())
        .isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({"reject,REJECT", "empty,IN_NO_AUDIENCE", "Read-Back,READ_BACK"})
  void store_inAFile_hasThePolicy(String meaning, UnknownUsers expected) throws UsageException {
    StoreSettings.InFile store =
        (StoreSettings.InFile) read("--store=users.store", "--unknown-users=" + meaning).store();
    assertThat(store.file()).isEqualTo(Path.of("users.store"));
    assertThat(store.unknownUsers()).isEqualTo(expected);
  }

  @Test
  void store_thatIsTheDatabase_isInTheDatabase() throws UsageException {
    String database = "jdbc:postgresql://db/receiver";
    assertThat(read("--database=" + database, "--store=" + database).store())
        .isEqualTo(new StoreSettings.InDatabase(UnknownUsers.REJECT));
  }

  @Test
  void settings_withoutMode_areRefused() {
    assertThatThrownBy(() -> readOnly())
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
        "--max-backlog=0|--max-backlog must be from 1",
        "--path=mparticle|--path must begin with /",
        "--path=/a/|--path must begin with /",
        "--path=/metrics|must not be a path of the status page",
        "--path=/health/live|must not be a path of the status page",
        "--database=jdbc:mysql://db/r|jdbc:postgresql:",
        "--database-password-env=NOT_SET|\"NOT_SET\" is not set; export it with the password",
        "--store=jdbc:postgresql://db/r|the value of --database",
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
        "--send-segments-as=array|--send-segments-as"
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
