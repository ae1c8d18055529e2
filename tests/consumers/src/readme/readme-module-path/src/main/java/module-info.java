module com.example {
  requires io.github.brazeaudience.okhttp;
}
