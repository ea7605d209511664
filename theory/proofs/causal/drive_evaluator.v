(* A checker of finite-length drives K_ij under a finite prior, by vm_compute on exact rationals,
   proved sound against the sequence law: the second base of certificates. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import information chain rational.
From Lemmascope.causal Require Import limit_gradient forest limit_gradient_evaluator finite_length.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* the drive averaged over a finite prior: atoms (weight, chain, stationary law) *)
Definition Kprior (R : realFieldType) n (pr : seq (R * ('M[R]_n.+1 * 'rV[R]_n.+1)))
    par eps m i j : R := \sum_(c <- pr) c.1 * Kfin c.2.1 c.2.2 par eps m i j.
(* an instance: alphabet size minus one, prior, parents of the positions before the query, smoothing *)
Record drive_instance := Drive {
  letters : nat; prior : seq (Q * (seq (seq Q) * seq Q)); parents : seq (option nat); smoothing : Q }.
Definition parent_of (x : drive_instance) i := nth None (parents x) i.
Definition KpriorT (x : drive_instance) i j : Q :=
  foldr (fun c acc => qadd (qmul c.1
    (KT (letters x) c.2.1 c.2.2 (parent_of x) (smoothing x) (size (parents x)) i j)) acc) 0%Q (prior x).
Definition forest_of (x : drive_instance) :=
  all (fun i => if parent_of x i is Some k then (k < i)%N else true) (iota 0 (size (parents x))).
Definition prior_ok (x : drive_instance) :=
  all (fun c => Qle_bool 0 c.1 && chainT (letters x) c.2.1 c.2.2) (prior x)
  && Qeq_bool (foldr (fun c acc => qadd c.1 acc) 0%Q (prior x)) 1.
(* claim (i, j, v): |K_ij - v| <= tolerance; i and j count from 0, the query is position m *)
Definition drive_ok (x : drive_instance) (tolerance : Q) (c : nat * nat * Q) :=
  let: (i, j, v) := c in let k := KpriorT x i j in
  [&& (i <= size (parents x))%N, (j <= size (parents x))%N,
      Qle_bool (k - v) tolerance & Qle_bool (v - k) tolerance].
Definition check_drive x tolerance cs :=
  [&& prior_ok x, forest_of x & all (drive_ok x tolerance) cs].
Definition prior_in (R : realFieldType) (x : drive_instance) :=
  [seq (Q2R R c.1, (matQ (letters x) R c.2.1, rowQ (letters x) R c.2.2)) | c <- prior x].

(* ---------- statements ---------- *)
(** theorem causal/CertifiedDrive
    says: If the checker accepts a list of claimed values for an instance, then the prior is a
      law on chains with their stationary laws, the parents form a forest, and every claimed
      value is within the tolerance of the finite-length drive K of the sequence law, averaged
      over the prior.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
      Where eps = 0 a letter that does not occur contributes 0 (0 / 0 = 0 in the definition).
    supports: causal/parent-dominates-at-finite-length *)
Definition CertifiedDrive_statement : Prop :=
  forall (R : realFieldType) (x : drive_instance) tolerance cs, check_drive x tolerance cs ->
  let pr := prior_in R x in let m := size (parents x) in
  [/\ forall c, List.In c pr -> 0 <= c.1 /\ chain c.2.1 c.2.2, \sum_(c <- pr) c.1 = 1,
      forest (parent_of x) &
      forall i j v, List.In (i, j, v) cs -> [/\ (i <= m)%N, (j <= m)%N &
        `|Kprior pr (parent_of x) (Q2R R (smoothing x)) m i j - Q2R R v| <= Q2R R tolerance]].

(* ---------- proofs ---------- *)
Lemma KpriorT_sound (R : realFieldType) x i j :
  Q2R R (KpriorT x i j)
  = Kprior (prior_in R x) (parent_of x) (Q2R R (smoothing x)) (size (parents x)) i j.
Proof.
rewrite /KpriorT /Kprior /prior_in big_map; elim: (prior x) => [|c s IH].
  by rewrite big_nil Q2R0.
by rewrite big_cons /= hadd hmul IH KT_sound.
Qed.
Lemma all_In A (p : pred A) s a : all p s -> List.In a s -> p a.
Proof. by elim: s => //= b s IH /andP[pb ps] [<-|/(IH ps)]. Qed.

Theorem CertifiedDrive : CertifiedDrive_statement.
Proof.
move=> R x tol cs /and3P[/andP[ok1 ok2] F A]; split.
- rewrite /prior_in; elim: (prior x) ok1 => //= c s IH /andP[/andP[c0 cc] ok] d [<-|] /=; last exact: IH.
  by split; [rewrite -(Q2R0 R); apply: Q2R_le|apply: chainTP].
- rewrite /prior_in big_map -(Q2R1 R) -(heq R ok2); elim: (prior x) => [|c s IH].
    by rewrite big_nil /= Q2R0.
  by rewrite big_cons /= hadd IH.
- move=> i k pik; have [iT|Ti] := ltnP i (size (parents x)); last first.
    by move: pik; rewrite /parent_of nth_default.
  move/allP: F => /(_ i); rewrite mem_iota add0n iT pik; exact.
move=> i j v /(all_In A) /and4P[im jm le1 le2]; split=> //.
rewrite -KpriorT_sound ler_norml -Q2RN -Q2RD (Q2R_le _ le1) andbT.
by rewrite ler_oppl -Q2RN; have := Q2R_le R le2; rewrite Q2RD Q2RN Q2RN Q2RD Q2RN opprB.
Qed.
