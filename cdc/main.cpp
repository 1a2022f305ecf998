// walcast's entry.
#include "cdc/cli/commands.h"
#include "cdc/cli/process.h"

int main(int count, char** values) { return cdc::cli::RunProcess(count, values, cdc::cli::Commands(), {}); }
