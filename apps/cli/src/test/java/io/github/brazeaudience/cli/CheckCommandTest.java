package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.brazeaudience.testing.AttributeDefinition;
import io.github.brazeaudience.testing.AttributeType;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.FakeBrazeBuilder;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the command {@code check} against workspaces with prepared defects. */
class CheckCommandTest extends CheckFixture {
  private static void assertNothingWritten(FakeBraze braze) {
    assertThat(braze.dataPoints()).isZero();
    assertThat(braze.silentLosses().total()).isZero();
    assertThat(braze.received())
        .filteredOn(request -> request.path().equals("/users/track"))
        .allSatisfy(
            request ->
                assertThat(new String(request.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"attributes\":[]}"));
  }

  @Test
  void check_healthyWorkspaceOf120Attributes_findsNothing() {
    try (FakeBraze braze = CheckedWorkspace.healthy().start()) {
      List<BrazeProfile> before = braze.profiles();

      CommandLineRun run = check(braze.port());

      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(run.out()).isEqualTo("nothing is wrong\n");
      assertThat(run.err()).isEmpty();
      assertThat(braze.requestsTo("/custom_attributes")).isEqualTo(3);
      assertThat(braze.profiles()).isEqualTo(before);
      assertNothingWritten(braze);
      assertThat(directory.resolve("users.store")).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource
  void check_oneDefect_isTheOnlyFinding(CheckedWorkspace.Defect defect) {
    try (FakeBraze braze = defect.start()) {
      List<BrazeProfile> before = braze.profiles();

      CommandLineRun run = check(braze.port());

      assertThat(run.exitCode()).as(run.toString()).isEqualTo(defect.exitCode());
      assertThat(run.out().lines())
          .filteredOn(line -> !line.equals("nothing is wrong"))
          .singleElement()
          .asString()
          .startsWith(defect.line())
          .doesNotContain(KEY, "u-1", "u-2");
      assertThat(run.out().endsWith("nothing is wrong\n")).isEqualTo(defect.exitCode() == 0);
      assertThat(run.err()).isEmpty();
      assertThat(braze.profiles()).isEqualTo(before);
      assertNothingWritten(braze);
    }
  }

  @Test
  void check_manyDefects_areAllFound() throws IOException {
    Files.writeString(
        users,
        USERS
            + """
            {"identities":{"customer_id":"u-3"},"member_of":[{"id":1,"name":"Ibiza Dreamers "}]}
            {"identities":{"customer_id":"u-4"},"member_of":[{"id":2,"name":"Ibiza dreamers"}]}
            {"identities":{"customer_id":"u-5"},"member_of":[{"id":3}]}
            not JSON
            not JSON either
            """);
    FakeBrazeBuilder builder =
        CheckedWorkspace.without(CheckedWorkspace.healthy(), "users.track", "users.export.ids")
            .attribute(AttributeDefinition.of("SegmentMembership", AttributeType.OBJECT))
            .attribute(CheckedWorkspace.array(AttributeType.ARRAY).withMaxArrayLength(25))
            .attribute(
                AttributeDefinition.of("In Aspiring Athenians", AttributeType.BOOLEAN)
                    .blocklisted())
            .attribute(AttributeDefinition.of("In Ibiza Dreamers", AttributeType.NUMBER));
    try (FakeBraze braze = builder.start()) {
      CommandLineRun run = check(braze.port());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out().lines().map(line -> line.replaceFirst(":.*", "")))
          .containsExactly(
              "ERROR  PERMISSION_MISSING  127.0.0.1",
              "ERROR  PERMISSION_MISSING  127.0.0.1",
              "ERROR  SEGMENT_NAME_CONFLICT  In Ibiza Dreamers",
              "WARNING  SEGMENT_NAMES_SIMILAR  In Ibiza dreamers",
              "ERROR  SEGMENT_NAME_INVALID  audience 3 has no External Name, which"
                  + " SINGLE_AND_ARRAY_AND_PER_SEGMENT writes; give the audience its `name`",
              "ERROR  ATTRIBUTE_TYPE_MISMATCH  SegmentMembership",
              "ERROR  ARRAY_LENGTH_TOO_SMALL  SegmentMembershipArray",
              "ERROR  ATTRIBUTE_BLOCKLISTED  In Aspiring Athenians",
              "ERROR  ATTRIBUTE_TYPE_MISMATCH  In Ibiza Dreamers",
              "INFO  ATTRIBUTE_NOT_FOUND  In Ibiza dreamers");
      assertThat(run.err())
          .contains("malformed updates: 2; forward --dry-run --outcomes lists them");
      assertNothingWritten(braze);
    }
  }

  @Test
  void check_hostWithHtml_isNotBraze() throws IOException {
    HttpServer html =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    html.createContext(
        "/",
        exchange -> {
          byte[] body = "<html>It works!</html>".getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    html.start();
    try {
      CommandLineRun run = check(html.getAddress().getPort());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out().lines())
          .singleElement()
          .asString()
          .startsWith("ERROR  ENDPOINT_NOT_BRAZE  ");
    } finally {
      html.stop(0);
    }
  }

  @Test
  void check_nothingListens_isUnreachable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    CommandLineRun run = check(port);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .startsWith("ERROR  ENDPOINT_UNREACHABLE  could not connect to 127.0.0.1:" + port);
  }

  @Test
  void check_rateLimitedWrites_isNotFine() {
    try (FakeBraze braze = CheckedWorkspace.healthy().start()) {
      for (int i = 0; i < 4; i++) {
        braze.nextTo("/users/track", Fault.status(429));
      }

      CommandLineRun run = check(braze.port());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out().lines()).singleElement().asString().startsWith("ERROR  NOT_CHECKED  ");
    }
  }
}
