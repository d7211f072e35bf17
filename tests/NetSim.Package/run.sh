#!/usr/bin/env bash
# Packs NetSim, looks into the package, and builds and runs a program that knows nothing but the package.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d) # outside of the repository, whose build files would apply
trap 'rm -rf "$work"' EXIT

fail() { echo "Package: $*" >&2; exit 1; }

dotnet pack "$here/../../src/NetSim" -c Release -o "$work/feed" -v quiet
package=$(ls "$work"/feed/NetSim.*.nupkg)
[ -f "${package%.nupkg}.snupkg" ] || fail "there is no symbol package beside $(basename "$package")"
version=$(basename "$package" .nupkg)
version=${version#NetSim.}

content=$(unzip -Z1 "$package")
for file in README.md LICENSE lib/net10.0/NetSim.dll lib/net10.0/NetSim.xml; do
  grep -qxF "$file" <<< "$content" || fail "$(basename "$package") lacks $file"
done

mkdir "$work/consumer"
cp "$here/Consumer.cs" "$work/consumer/"
sed "s/@VERSION@/$version/; s|@PACKAGES@|$work/packages|" "$here/Consumer.csproj.in" > "$work/consumer/Consumer.csproj"
# Adds a source to those of the machine, which provide what NetSim depends on.
cat > "$work/nuget.config" << EOF
<configuration>
  <packageSources>
    <add key="netsim-package-test" value="$work/feed" />
  </packageSources>
</configuration>
EOF

dotnet build "$work/consumer" -c Release -v quiet
output=$(dotnet "$work/consumer/bin/Release/net10.0/Consumer.dll")
expected=$(cat "$here/expected.txt")
[ "$output" = "$expected" ] || fail "the consumer printed"$'\n'"$output"$'\n'"and not"$'\n'"$expected"
echo "Package: $(basename "$package") is complete, and a program that references it runs."
