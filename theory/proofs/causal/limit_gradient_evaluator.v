(* A checker of limiting gradient entries that runs by vm_compute on exact rationals, proved
   sound against the sequence law: the base of certificates. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import information chain rational.
From Lemmascope.causal Require Import limit_gradient forest.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions: the checker ---------- *)
Definition gT n t m q :=
  qadd (sumQ n (fun s => sumQ n (fun s' => qmul (qdiv (ent t s s') (vec m s')) (ent q s s')))) (-1)%Q.

(* meeting points in the forest *)
Inductive meeting := Meet of nat & nat | Apart | NoFuel.
Fixpoint meet (par : nat -> option nat) fuel j i :=
  if fuel is f.+1 then
    if j == i then Meet 0 0
    else if (j < i)%N then
      if par i is Some p then if meet par f j p is Meet u d then Meet u.+1 d else meet par f j p
      else Apart
    else
      if par j is Some p then if meet par f p i is Meet u d then Meet u d.+1 else meet par f p i
      else Apart
  else NoFuel.
(* an instance: alphabet size minus one, chain, stationary law, parents *)
Record instance := Inst { size_ : nat; tpi : seq (seq Q); tmu : seq Q; tpar : seq (option nat) }.
Definition parf (x : instance) i := nth None (tpar x) i.
Definition forestT (x : instance) :=
  all (fun i => if parf x i is Some k then (k < i)%N else true) (iota 0 (size (tpar x))).
(* claim: |g_ij - v| <= eps *)
Definition claim := (nat * nat * Q)%type.
Definition g_of (x : instance) (j i : nat) : option Q :=
  let gq q := Some (gT (size_ x) (tpi x) (tmu x) q) in
  match meet (parf x) (i + j).+1 j i with
  | Meet u d => gq (path_lawT (size_ x) (tpi x) (tmu x) u d)
  | Apart => gq (indepT (size_ x) (tmu x))
  | NoFuel => None end.
Definition ok (x : instance) (eps : Q) (c : claim) :=
  let: (j, i, v) := c in
  if g_of x j i is Some q then
    [&& (j < size (tpar x))%N, (i < size (tpar x))%N, Qle_bool (q - v) eps & Qle_bool (v - q) eps]
  else false.
Definition check x eps cs :=
  [&& chainT (size_ x) (tpi x) (tmu x), forestT x & all (ok x eps) cs].

(* ---------- statements ---------- *)
(** theorem causal/CertifiedGradient
    says: If the checker accepts a list of claimed values for an instance, then the instance is a
      chain with its stationary law and a forest, and every claimed value is within eps of the
      limiting gradient entry of the sequence law.
    leaves out: The instance is read from rational tables; with eps = 0 the values are exact.
    supports: causal/parent-entry-is-chi2 causal/parent-dominates *)
Definition CertifiedGradient_statement : Prop :=
  forall (R : realFieldType) (x : instance) eps cs, check x eps cs ->
  let pi := matQ (size_ x) R (tpi x) in let mu := rowQ (size_ x) R (tmu x) in
  let T := size (tpar x) in
  [/\ chain pi mu, forest (parf x) & forall j i v, List.In (j, i, v) cs ->
    [/\ (j < T)%N, (i < T)%N &
        `|g pi mu (pair_law pi mu (parf x) T j i) - Q2R R v| <= Q2R R eps]].

(* ---------- proofs ---------- *)
Lemma gTP (R : realFieldType) n t m q :
  Q2R R (gT n t m q) = g (matQ n R t) (rowQ n R m) (matQ n R q).
Proof.
rewrite hadd (Q2RN _ 1%Q) Q2R1 hsum; congr (_ - 1); apply: eq_bigr => a _.
by rewrite hsum; apply: eq_bigr => b _; rewrite hmul hdiv !mxE.
Qed.
Lemma meetP par f j i :
  match meet par f j i with
  | Meet u d => joined par j i u d | Apart => apart par j i | NoFuel => True end.
Proof.
elim: f j i => [|f IH] j i //=; case: ltngtP => [ji|ij|->]; last exact: J_refl.
- case pi: (par i) => [p|]; last exact: A_root_r.
  by have := IH j p; case: meet => [u d||] // H; [apply: J_up pi H|apply: A_up pi H].
- case pj: (par j) => [p|]; last exact: A_root_l.
  by have := IH p i; case: meet => [u d||] // H; [apply: J_down pj H|apply: A_down pj H].
Qed.

Section CheckSound.
Variables (R : realFieldType) (x : instance).
Notation piR := (matQ (size_ x) R (tpi x)).
Notation muR := (rowQ (size_ x) R (tmu x)).
Notation T := (size (tpar x)).

Lemma forestTP : forestT x -> forest (parf x).
Proof.
move=> /allP F i k pik; have [iT|Ti] := ltnP i T; last by move: pik; rewrite /parf nth_default.
by have := F i; rewrite mem_iota add0n iT pik; apply.
Qed.
Lemma g_ofP j i q : chain piR muR -> forest (parf x) -> (j < T)%N -> (i < T)%N ->
  g_of x j i = Some q -> Q2R R q = g piR muR (pair_law piR muR (parf x) T j i).
Proof.
move=> H F jT iT; rewrite /g_of; have := meetP (parf x) (i + j).+1 j i.
case: meet => [u d||] // M [<-]; rewrite gTP.
- by rewrite path_lawTP (pair_law_joined H F M).
- by rewrite indepTP (pair_law_apart H F M).
Qed.
Theorem check_sound eps cs : check x eps cs ->
  [/\ chain piR muR, forest (parf x) & forall j i v, List.In (j, i, v) cs ->
    [/\ (j < T)%N, (i < T)%N &
        `|g piR muR (pair_law piR muR (parf x) T j i) - Q2R R v| <= Q2R R eps]].
Proof.
case/and3P=> /(@chainTP _ R) H /forestTP F A; split=> // j i v Hin.
have {A Hin} : ok x eps (j, i, v).
  move: (ok x eps) A Hin => f; elim: cs => //= c cs IH /andP[oc /IH{}IH] [<-|] //.
rewrite /ok; case gq: g_of => [q|] // /and4P[jT iT le1 le2]; split=> //.
rewrite -(g_ofP H F jT iT gq) ler_norml -Q2RN -Q2RD (Q2R_le _ le1) andbT.
by rewrite ler_oppl -Q2RN; have := Q2R_le R le2; rewrite Q2RD Q2RN Q2RN Q2RD Q2RN opprB.
Qed.
End CheckSound.

Theorem CertifiedGradient : CertifiedGradient_statement.
Proof. move=> R x eps cs h; exact: check_sound. Qed.
