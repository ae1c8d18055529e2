package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the start script of the unpacked distribution. */
@Timeout(300)
class DistributionIT {
  @TempDir Path directory;
  private Path home;
  private Path cache;

  @BeforeEach
  void unpack() throws IOException {
    assumeThat(File.separatorChar).isEqualTo('/');
    Path jar = Path.of(System.getProperty("forward.jar"));
    home = directory.resolve("with a space/braze-audience");
    cache = directory.resolve("cache");
    try (Stream<Path> files = Files.list(jar.getParent());
        ZipFile zip =
            new ZipFile(
                files
                    .filter(file -> file.getFileName().toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow()
                    .toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        unpack(zip, all.nextElement());
      }
    }
    assertThat(home.resolve("bin/braze-audience").toFile().setExecutable(true)).isTrue();
  }

  private void unpack(ZipFile zip, ZipEntry entry) throws IOException {
    Path file = home.resolve(entry.getName().replaceFirst("^[^/]*/", ""));
    if (!entry.isDirectory()) {
      Files.createDirectories(file.getParent());
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, file);
      }
    }
  }

  private record Ran(int exitCode, String out, String err) {}

  private Ran run(Map<String, String> environment, String... command) throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("BRAZE_AUDIENCE_OPTS");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("BRAZE_AUDIENCE_CACHE", "none");
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    return new Ran(code, Files.readString(out), Files.readString(err));
  }

  private String script() {
    return home.resolve("bin/braze-audience").toString();
  }

  @Test
  void zip_contents_areComplete() {
    assertThat(
            List.of(
                "bin/braze-audience",
                "bin/braze-audience.bat",
                "lib/braze-audience.jar",
                "completion/braze-audience",
                "man/man1/braze-audience.1",
                "help/--help",
                "LICENSE",
                "README.txt"))
        .allSatisfy(file -> assertThat(home.resolve(file)).isNotEmptyFile());
  }

  @Test
  void script_throughLinksAndSpaces_findsItsJarAndPassesArguments() throws Exception {
    Path links = Files.createDirectories(directory.resolve("a link"));
    Files.createSymbolicLink(links.resolve("one"), Path.of("../second link"));
    Files.createSymbolicLink(directory.resolve("second link"), Path.of(script()));
    Path in = Files.writeString(directory.resolve("an input"), Audiences.snapshot("u", List.of(0)));
    Ran ran = run(Map.of(), links.resolve("one").toString(), "forward", "--dry-run", in.toString());
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("\"external_id\":\"u\"");
  }

  @Test
  void script_optionsOfTheJvm_arePassed() throws Exception {
    Ran ran = run(Map.of("BRAZE_AUDIENCE_OPTS", "-Xmx64m -XshowSettings:vm"), script(), "show");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out() + ran.err())
        .contains("Max. Heap Size: 64.00M", "braze-audience: show needs a USER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "forward", "check", "retire", "rename", "show", "receive"})
  void script_helpOfCommand_isPrintedWithoutJvm(String command) throws Exception {
    assertThat(withoutJvm(command, "--help"))
        .isEqualTo(CommandLineRun.of(command, "--help").run().out());
  }

  @Test
  void script_helpAndVersion_arePrintedWithoutJvm() throws Exception {
    assertThat(withoutJvm("--help")).isEqualTo(CommandLineRun.of("--help").run().out());
    assertThat(withoutJvm("--version")).isEqualTo(CommandLineRun.of("--version").run().out());
  }

  private String withoutJvm(String... args) throws Exception {
    String[] command = Stream.concat(Stream.of(script()), Stream.of(args)).toArray(String[]::new);
    Ran ran = run(Map.of("JAVA_HOME", "/nowhere"), command);
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    assertThat(ran.err()).isEmpty();
    return ran.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "../lib", "receive --nonsense", "show"})
  void script_wrongUsage_endsLikeTheJar(String args) throws Exception {
    String[] command = (script() + "\n" + args.replace(' ', '\n')).split("\n", -1);
    Ran ran = run(Map.of(), command);
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("braze-audience: ");
  }

  @Test
  void script_wrongJavaHome_isExit2() throws Exception {
    Ran ran = run(Map.of("JAVA_HOME", "/nowhere"), script(), "demo");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("JAVA_HOME has no bin/java: /nowhere");
  }

  /** In the C locale, which cron has, a JVM opens no file with such a name. */
  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", ""})
  void script_directoryAndInputThatAreNotAscii_areOpenedInTheLocale(String locale)
      throws Exception {
    String copyAndRun =
        "dir=$1/$(printf 'caf\\303\\251') && cp -R \"$2\" \"$dir\" && cp \"$3\" \"$dir.ndjson\""
            + " && exec \"$dir/bin/braze-audience\" forward --dry-run \"$dir.ndjson\"";
    Path in = Files.writeString(directory.resolve("in"), Audiences.snapshot("u", List.of(0)));
    Ran ran =
        run(
            Map.of("LC_ALL", locale, "LC_CTYPE", "", "LANG", ""),
            "sh",
            "-c",
            copyAndRun,
            "sh",
            directory.toString(),
            home.toString(),
            in.toString());
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("\"external_id\":\"u\"");
  }

  /** A loop over many files does not start a JVM in the background for each of them. */
  @Test
  void script_archiveThatIsBeingWritten_isNotWrittenTwice() throws Exception {
    Path jdk = Files.createDirectories(directory.resolve("jdk/bin")).getParent();
    Files.writeString(jdk.resolve("release"), "JAVA_RUNTIME_VERSION=\"17.0.1+1\"\n");
    Path java =
        Files.writeString(
            jdk.resolve("bin/java"),
            """
            #!/bin/sh
            case $* in
              *ArchiveTraining*)
                echo training >>"$TEST/trainings"
                while [ ! -e "$TEST/go" ]; do sleep 0.1; done
                ;;
              *-Xshare:dump*) echo archive >"$(echo "$*" | sed 's/.*SharedArchiveFile=\\([^ ]*\\).*/\\1/')" ;;
            esac
            """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", jdk.toString(),
            "BRAZE_AUDIENCE_CACHE", cache.toString(),
            "TEST", directory.toString());

    for (int i = 0; i < 3; i++) {
      assertThat(run(environment, script(), "demo").exitCode()).isZero();
    }
    Files.createFile(directory.resolve("go"));

    assertThat(awaitArchive()).hasFileName("java-17.0.1+1.jsa").hasContent("archive");
    assertThat(directory.resolve("trainings")).hasContent("training");
  }

  /** Writes an archive, which takes three starts of a JVM. */
  @Tag("full")
  @Test
  void script_secondRun_usesTheArchiveOfTheFirst() throws Exception {
    Map<String, String> environment = Map.of("BRAZE_AUDIENCE_CACHE", cache.toString());
    assertThat(run(environment, script(), "demo").exitCode()).isZero();
    Path archive = awaitArchive();
    assertThat(Files.size(archive)).isGreaterThan(1_000_000);

    Ran ran = run(environment, script(), "demo");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("Profile ");
    Files.writeString(archive, "not an archive");
    assertThat(run(environment, script(), "demo")).extracting(Ran::out).isEqualTo(ran.out());
  }

  /** Returns the only file in the cache, once it has its name. */
  private Path awaitArchive() throws Exception {
    try (WatchService changes = cache.getFileSystem().newWatchService()) {
      cache.register(
          changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
      while (true) {
        try (Stream<Path> files = Files.list(cache)) {
          List<Path> all = files.toList();
          if (all.size() == 1 && all.get(0).toString().matches(".*[.](jsa|aot)")) {
            return all.get(0);
          }
        }
        WatchKey change = changes.poll(1, TimeUnit.MINUTES);
        assertThat(change).as("no archive was written").isNotNull();
        change.pollEvents();
        change.reset();
      }
    }
  }

  @Test
  void completionAndScript_areValidForTheirShells() throws Exception {
    assertThat(run(Map.of(), "bash", "-n", home.resolve("completion/braze-audience").toString()))
        .extracting(Ran::exitCode)
        .isEqualTo(0);
    assertThat(run(Map.of(), "sh", "-n", script())).extracting(Ran::exitCode).isEqualTo(0);
    String bat =
        Files.readString(home.resolve("bin/braze-audience.bat"), StandardCharsets.US_ASCII);
    assertThat(bat.lines().count()).isGreaterThan(5);
    assertThat(bat.replace("\r\n", "")).doesNotContain("\n");
  }
}
