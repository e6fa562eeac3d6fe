//! The front door: reads the command line, opens the window or runs one command.

fn main() -> std::process::ExitCode {
    handshake::cli::main()
}
