(* A checker of limiting gradient entries and of chi-square informations, both averaged over a finite
   prior, by vm_compute on exact rationals, proved sound against the sequence law. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import information chain rational.
From Lemmascope.causal Require Import limit_gradient forest limit_gradient_evaluator finite_length
  drive_evaluator.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* what is averaged: a functional of chain, stationary law and pair law *)
Definition functional (R : realFieldType) n := 'M[R]_n.+1 -> 'rV[R]_n.+1 -> 'M[R]_n.+1 -> R.
Definition averaged (R : realFieldType) n (f : functional R n)
    (pr : seq (R * ('M[R]_n.+1 * 'rV[R]_n.+1))) par T j i : R :=
  \sum_(c <- pr) c.1 * f c.2.1 c.2.2 (pair_law c.2.1 c.2.2 par T j i).
Definition information_of (R : realFieldType) n : functional R n := fun pi mu Q => chi2 Q.
Definition gradient_of (R : realFieldType) n : functional R n := fun pi mu Q => g pi mu Q.
(* an instance: letters minus one, prior, parents of the positions *)
Record prior_instance := Prior {
  last_letter : nat; atoms : seq (Q * (seq (seq Q) * seq Q)); ancestors : seq (option nat) }.
Definition as_drive (x : prior_instance) := Drive (last_letter x) (atoms x) (ancestors x) 0%Q.
(* the two functionals on tables *)
Definition informationT n (t : seq (seq Q)) m q : Q :=
  qadd (sumQ n (fun a => sumQ n (fun b =>
    qdiv (qmul (ent q a b) (ent q a b)) (qmul (vec m a) (vec m b))))) (-1)%Q.
Definition averagedT (f : nat -> seq (seq Q) -> seq Q -> seq (seq Q) -> Q) (x : prior_instance) j i :=
  let n := last_letter x in
  let each q := Some (foldr (fun c acc => qadd (qmul c.1 (f n c.2.1 c.2.2 (q c.2.1 c.2.2))) acc)
                        0%Q (atoms x)) in
  match meet (parent_of (as_drive x)) (i + j).+1 j i with
  | Meet u d => each (fun t m => path_lawT n t m u d)
  | Apart => each (fun t m => indepT n m)
  | NoFuel => None end.
Definition mean_ok f (x : prior_instance) (tolerance : Q) (c : nat * nat * Q) :=
  let: (j, i, v) := c in
  if averagedT f x j i is Some q then
    [&& (j < size (ancestors x))%N, (i < size (ancestors x))%N,
        Qle_bool (q - v) tolerance & Qle_bool (v - q) tolerance]
  else false.
Definition check_mean f x tolerance cs :=
  [&& prior_ok (as_drive x), forest_of (as_drive x) & all (mean_ok f x tolerance) cs].

(* ---------- statements ---------- *)
(** theorem causal/CertifiedMeanGradient
    says: If the checker accepts a list of claimed values for an instance, then the prior is a law
      on chains with their stationary laws, the parents form a forest, and every claimed value is
      within the tolerance of the limiting gradient entry of the sequence law, averaged over the
      prior.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: causal/parent-entry-is-chi2 causal/parent-dominates causal/parent-dominates-self
      causal/self-entry-averages-to-zero causal/roots-have-zero-drive *)
Definition CertifiedMeanGradient_statement : Prop :=
  forall (R : realFieldType) (x : prior_instance) tolerance cs, check_mean gT x tolerance cs ->
  let pr := prior_in R (as_drive x) in let par := parent_of (as_drive x) in
  let T := size (ancestors x) in
  [/\ forall c, List.In c pr -> 0 <= c.1 /\ chain c.2.1 c.2.2, \sum_(c <- pr) c.1 = 1, forest par &
      forall j i v, List.In (j, i, v) cs -> [/\ (j < T)%N, (i < T)%N &
        `|averaged (@gradient_of _ _) pr par T j i - Q2R R v| <= Q2R R tolerance]].

(** theorem causal/CertifiedMeanInformation
    says: If the checker accepts a list of claimed values for an instance, then the prior is a law
      on chains with their stationary laws, the parents form a forest, and every claimed value is
      within the tolerance of the chi-square information of two positions, averaged over the prior.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: causal/chi2-data-processing causal/rivals-are-bounded causal/parent-entry-is-chi2 *)
Definition CertifiedMeanInformation_statement : Prop :=
  forall (R : realFieldType) (x : prior_instance) tolerance cs,
  check_mean informationT x tolerance cs ->
  let pr := prior_in R (as_drive x) in let par := parent_of (as_drive x) in
  let T := size (ancestors x) in
  [/\ forall c, List.In c pr -> 0 <= c.1 /\ chain c.2.1 c.2.2, \sum_(c <- pr) c.1 = 1, forest par &
      forall j i v, List.In (j, i, v) cs -> [/\ (j < T)%N, (i < T)%N &
        `|averaged (@information_of _ _) pr par T j i - Q2R R v| <= Q2R R tolerance]].

(* ---------- proofs ---------- *)
Section Sound.
Variables (R : realFieldType) (x : prior_instance).
Variable fT : nat -> seq (seq Q) -> seq Q -> seq (seq Q) -> Q.
Variable f : functional R (last_letter x).
Notation n := (last_letter x).
Notation T := (size (ancestors x)).
Notation par := (parent_of (as_drive x)).
Notation pr := (prior_in R (as_drive x)).
Hypothesis same : forall t m q, chain (matQ n R t) (rowQ n R m) ->
  coupling (rowQ n R m) (matQ n R q) -> Q2R R (fT n t m q) = f (matQ n R t) (rowQ n R m) (matQ n R q).

Lemma averaged_atoms (q : seq (seq Q) -> seq Q -> seq (seq Q)) j i :
  all (fun c => Qle_bool 0 c.1 && chainT n c.2.1 c.2.2) (atoms x) ->
  (forall t m, chain (matQ n R t) (rowQ n R m) ->
     coupling (rowQ n R m) (matQ n R (q t m)) /\
     matQ n R (q t m) = pair_law (matQ n R t) (rowQ n R m) par T j i) ->
  Q2R R (foldr (fun c acc => qadd (qmul c.1 (fT n c.2.1 c.2.2 (q c.2.1 c.2.2))) acc) 0%Q (atoms x))
  = averaged f pr par T j i.
Proof.
rewrite /averaged /prior_in big_map /=; elim: (atoms x) => [|c s IH] /=.
  by rewrite big_nil Q2R0.
case/andP=> /andP[_ /(@chainTP _ R) H] ok Hq; rewrite big_cons /= hadd hmul IH //.
by have [cq <-] := Hq _ _ H; rewrite (same H cq).
Qed.
Lemma check_mean_sound tolerance cs : check_mean fT x tolerance cs ->
  [/\ forall c, List.In c pr -> 0 <= c.1 /\ chain c.2.1 c.2.2, \sum_(c <- pr) c.1 = 1, forest par &
      forall j i v, List.In (j, i, v) cs -> [/\ (j < T)%N, (i < T)%N &
        `|averaged f pr par T j i - Q2R R v| <= Q2R R tolerance]].
Proof.
case/and3P=> po fo A.
have /(@CertifiedDrive R) [P1 P2 F _] : check_drive (as_drive x) tolerance [::].
  by rewrite /check_drive po fo.
split=> // j i v /(all_In A) {A}.
rewrite /mean_ok; case E: averagedT => [q|] // /and4P[jT iT le1 le2]; split=> //.
have <- : Q2R R q = averaged f pr par T j i.
  move: E; rewrite /averagedT; have := meetP par (i + j).+1 j i.
  have [okc _] := andP po.
  case: meet => [u d||] // M [<-].
    apply: (@averaged_atoms (fun t m => path_lawT n t m u d) j i okc) => t m H; split.
      rewrite path_lawTP; exact: (path_law_coupling H u d).
    by rewrite path_lawTP (pair_law_joined H F M).
  apply: (@averaged_atoms (fun t m => indepT n m) j i okc) => t m H.
  rewrite indepTP (pair_law_apart H F M jT iT); split=> //; rewrite -(pair_law_apart H F M jT iT).
  exact: (pair_law_coupling H F jT iT).
rewrite ler_norml -Q2RN -Q2RD (Q2R_le _ le1) andbT.
by rewrite ler_oppl -Q2RN; have := Q2R_le R le2; rewrite Q2RD Q2RN Q2RN Q2RD Q2RN opprB.
Qed.
End Sound.

Theorem CertifiedMeanGradient : CertifiedMeanGradient_statement.
Proof.
move=> R x tolerance cs; apply: check_mean_sound => t m q _ _; exact: gTP.
Qed.
Theorem CertifiedMeanInformation : CertifiedMeanInformation_statement.
Proof.
move=> R x tolerance cs; apply: check_mean_sound => t m q H cq.
have [_ _ m0 m1] := H; rewrite /information_of (chi2_coupling cq) hadd (Q2RN _ 1%Q) Q2R1 hsum.
congr (_ - 1); apply: eq_bigr => a _; rewrite hsum; apply: eq_bigr => b _.
by rewrite hdiv !hmul !mxE expr2.
Qed.
